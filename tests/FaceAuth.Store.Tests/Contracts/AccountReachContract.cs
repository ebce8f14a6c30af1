using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What is done to an account goes by what it is at that moment, whatever whoever asks has seen before.</summary>
public abstract class AccountReachContract : IAsyncLifetime
{
    static readonly CancellationToken Cancellation = CancellationToken.None;
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    static readonly SignInTerms Terms = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromSeconds(10));

    private protected abstract StoreUnderTest Store { get; }

    IAccountDirectory Directory => Store.Get<IAccountDirectory>();

    IPasswordResets Resets => Store.Get<IPasswordResets>();

    [Theory]
    [InlineData("link")]
    [InlineData("disable")]
    [InlineData("enable")]
    [InlineData("unlock")]
    [InlineData("let enrol")]
    public async Task Who_reaches_users_alone_changes_nobody_who_was_promoted_meanwhile(string what)
    {
        var anna = await AddAsync("anna");
        Assert.Equal(AccountChange.Done, await ChangeAsync(anna, what));
        await Directory.SetRoleAsync(anna, AccountRole.Auditor, Cancellation, evenLastAdmin: true);

        Assert.Equal(AccountChange.OutOfReach, await ChangeAsync(anna, what));

        Assert.Equal(AccountChange.Unknown, await ChangeAsync(Guid.NewGuid(), what));
        Assert.Empty(await Store.QueryAsync(c => c.PasswordResets.ToListAsync(Cancellation)));
    }

    /// <summary>At the same moment, many times: whichever came first, no link outlives the promotion.</summary>
    [Fact]
    public async Task Of_links_made_while_an_account_is_promoted_none_is_good_after_it()
    {
        for (var round = 0; round < 6; round++)
        {
            var anna = await AddAsync($"anna{round}");
            var links = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Resets.IssueAsync(anna, Hour, Cancellation, AccountRole.User)
                .AsTask())).ToList();
            await Directory.SetRoleAsync(anna, AccountRole.Admin, Cancellation);

            foreach (var (_, token) in await Task.WhenAll(links))
                if (token is not null) Assert.Null(await Resets.FindAsync(token, Cancellation));
        }
    }

    [Fact]
    public async Task Of_sign_ins_begun_while_an_account_is_disabled_none_is_good_after_it()
    {
        for (var round = 0; round < 6; round++)
        {
            var anna = await AddAsync($"anna{round}");
            var before = await Store.QueryAsync(c => c.Users.AsNoTracking().SingleAsync(one => one.Id == anna));
            var begun = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.Get<ISignInStore>()
                .BeginAsync(before, null, Terms, Cancellation).AsTask())).ToList();
            await Directory.SetDisabledAsync(anna, true, Cancellation);
            await Directory.SetDisabledAsync(anna, false, Cancellation);
            await Task.WhenAll(begun);

            Assert.Empty(await Store.Get<ISignInStore>().ListAsync(anna, Cancellation));
        }
    }

    [Fact]
    public async Task Enabling_again_gives_no_sign_in_back_and_ends_none_where_it_was_enabled()
    {
        var anna = await AddAsync("anna");
        var signIn = await Store.SignInAsync(anna, null, Terms);
        await Directory.SetDisabledAsync(anna, false, Cancellation);
        Assert.NotNull(await Store.Get<ISignInStore>().FindAsync(anna, signIn.Id, Cancellation));
        var row = await Store.QueryAsync(c => c.SignIns.AsNoTracking().SingleAsync(Cancellation));
        await Directory.SetDisabledAsync(anna, true, Cancellation);
        await Store.QueryAsync(c =>
        {
            c.SignIns.Add(row);
            return c.SaveChangesAsync(Cancellation);
        });

        await Directory.SetDisabledAsync(anna, false, Cancellation);

        Assert.Null(await Store.Get<ISignInStore>().FindAsync(anna, signIn.Id, Cancellation));
    }

    [Fact]
    public async Task A_disabled_account_gets_no_link()
    {
        var anna = await AddAsync("anna");
        await Directory.SetDisabledAsync(anna, true, Cancellation);

        Assert.Equal((AccountChange.Disabled, null), await Resets.IssueAsync(anna, Hour, Cancellation));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    async Task<AccountChange> ChangeAsync(Guid user, string what) => what switch
    {
        "link" => (await Resets.IssueAsync(user, Hour, Cancellation, AccountRole.User)).Change,
        "disable" => await Directory.SetDisabledAsync(user, true, Cancellation, reach: AccountRole.User),
        "enable" => await Directory.SetDisabledAsync(user, false, Cancellation, reach: AccountRole.User),
        "unlock" => await Store.Get<IPasswordAttempts>().ForgetAsync(user, Cancellation, AccountRole.User),
        _ => await Store.Get<IFaceMarks>().LetEnrolAsync(user, Store.Clock.GetUtcNow() + Hour, Cancellation, AccountRole.User),
    };

    async Task<Guid> AddAsync(string name)
    {
        await using var scope = Store.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = name };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        return user.Id;
    }
}
