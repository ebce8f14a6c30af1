using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store of sign-ins does.</summary>
public abstract class SignInStoreContract : IAsyncLifetime
{
    static readonly SignInTerms Terms = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromSeconds(10));

    private protected abstract StoreUnderTest Store { get; }

    [Fact]
    public async Task Each_token_is_good_once_and_gives_the_next()
    {
        var begun = await BeginAsync(await UserAsync("anna"));

        var second = await RotateAsync(begun, 1);
        Later(TimeSpan.FromMinutes(1));
        var third = await RotateAsync(begun, 2);

        Assert.Equal((1, SignInUse.Rotated, 2), (begun.Generation, second.Use, second.SignIn!.Generation));
        Assert.Equal((SignInUse.Rotated, 3), (third.Use, third.SignIn!.Generation));
        Assert.Equal((begun.Id, begun.UserId, "Browser/1"), (third.SignIn.Id, third.SignIn.UserId, third.SignIn.Client));
    }

    [Fact]
    public async Task A_used_one_ends_the_sign_in_and_no_other()
    {
        var anna = await UserAsync("anna");
        var (stolen, other) = (await BeginAsync(anna), await BeginAsync(anna));
        await RotateAsync(stolen, 1);
        Later(Terms.Grace + TimeSpan.FromSeconds(1));

        Assert.Equal(SignInUse.Reused, (await RotateAsync(stolen, 1)).Use);

        Assert.Equal((SignInUse.Unknown, null), await RotateAsync(stolen, 2));
        Assert.Equal(SignInUse.Rotated, (await RotateAsync(other, 1)).Use);
        Assert.Equal([other.Id], (await ListAsync(anna)).Select(one => one.Id));
    }

    [Fact]
    public async Task For_a_moment_the_one_before_the_latest_gets_the_latest_again()
    {
        var begun = await BeginAsync(await UserAsync("anna"));
        var first = await RotateAsync(begun, 1);
        Later(Terms.Grace);

        var again = await RotateAsync(begun, 1);

        Assert.Equal((SignInUse.Repeated, first.SignIn), (again.Use, again.SignIn));
    }

    [Fact]
    public async Task Of_several_users_the_oldest_sign_in_of_each_is_told()
    {
        var (anna, bert, carl) = (await UserAsync("anna"), await UserAsync("bert"), await UserAsync("carl"));
        var first = await BeginAsync(anna);
        Later(TimeSpan.FromMinutes(1));
        var (second, other) = (await BeginAsync(anna), await BeginAsync(bert));

        var before = await SignIns.OldestAmongAsync([anna, bert, carl], default);
        await SignIns.EndAsync(anna, first.Id, default);
        var after = await SignIns.OldestAmongAsync([anna, carl], default);
        Later(Terms.Idle);

        Assert.Equal((2, first.CreatedAt, other.CreatedAt), (before.Count, before[anna], before[bert]));
        Assert.Equal(second.CreatedAt, Assert.Single(after).Value);
        Assert.Empty(await SignIns.OldestAmongAsync([anna, bert], default));
        Assert.Empty(await SignIns.OldestAmongAsync([], default));
    }

    [Fact]
    public async Task Once_the_latest_was_used_there_is_no_such_moment()
    {
        var begun = await BeginAsync(await UserAsync("anna"));
        await RotateAsync(begun, 1);
        await RotateAsync(begun, 2);

        Assert.Equal(SignInUse.Reused, (await RotateAsync(begun, 1)).Use);
    }

    [Fact]
    public async Task Of_many_at_once_one_rotates_and_the_others_get_the_same()
    {
        var begun = await BeginAsync(await UserAsync("anna"));

        var uses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => RotateAsync(begun, 1))));

        Assert.Single(uses, one => one.Use == SignInUse.Rotated);
        Assert.All(uses, one => Assert.Equal(2, one.SignIn!.Generation));
        Assert.Equal(11, uses.Count(one => one.Use == SignInUse.Repeated));
    }

    [Fact]
    public async Task Who_does_not_come_back_is_out_and_so_is_everybody_in_the_end()
    {
        var anna = await UserAsync("anna");
        var (idle, busy) = (await BeginAsync(anna), await BeginAsync(anna));
        var begun = Store.Clock.GetUtcNow();
        var latest = busy;
        for (var day = 6; day < 30; day += 6)
        {
            Later(TimeSpan.FromDays(6));
            latest = (await RotateAsync(busy, latest.Generation)).SignIn!;
        }

        Assert.Equal(SignInUse.Unknown, (await RotateAsync(idle, 1)).Use);
        Assert.Equal(begun + Terms.Longest, latest.ExpiresAt);
        Assert.Equal([busy.Id], (await ListAsync(anna)).Select(one => one.Id));
        Later(TimeSpan.FromDays(6));
        Assert.Equal(SignInUse.Unknown, (await RotateAsync(busy, latest.Generation)).Use);
        Assert.Empty(await ListAsync(anna));
    }

    [Fact]
    public async Task A_user_has_at_most_32_and_the_one_unused_for_longest_goes()
    {
        var anna = await UserAsync("anna");
        var first = await BeginAsync(anna);
        var second = await BeginAsync(anna);
        Later(TimeSpan.FromMinutes(1));
        await RotateAsync(first, 1);
        for (var i = 0; i < 31; i++) await BeginAsync(anna);

        Assert.Equal(32, (await ListAsync(anna)).Count);
        Assert.Equal(SignInUse.Unknown, (await RotateAsync(second, 1)).Use);
        Assert.Equal(SignInUse.Rotated, (await RotateAsync(first, 2)).Use);
    }

    [Fact]
    public async Task They_are_listed_and_ended_for_their_own_user_alone()
    {
        var (anna, bob) = (await UserAsync("anna"), await UserAsync("bob"));
        var (one, two, bobs) = (await BeginAsync(anna), await BeginAsync(anna), await BeginAsync(bob));
        Later(TimeSpan.FromMinutes(1));
        await RotateAsync(one, 1);

        Assert.Equal([one.Id, two.Id], (await ListAsync(anna)).Select(signIn => signIn.Id));
        Assert.False(await SignIns.EndAsync(anna, bobs.Id, Cancellation));
        Assert.True(await SignIns.EndAsync(anna, two.Id, Cancellation));
        Assert.False(await SignIns.EndAsync(anna, two.Id, Cancellation));
        Assert.Equal(1, await SignIns.EndAllAsync(anna, Cancellation));

        Assert.Empty(await ListAsync(anna));
        Assert.Equal([bobs.Id], (await ListAsync(bob)).Select(signIn => signIn.Id));
    }

    [Fact]
    public async Task What_has_run_out_goes_with_retention_and_what_is_theirs_with_its_user()
    {
        var (anna, bob) = (await UserAsync("anna"), await UserAsync("bob"));
        await BeginAsync(anna);
        Later(TimeSpan.FromDays(7));
        await BeginAsync(anna);
        await BeginAsync(bob);

        Assert.Equal(1, (await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation)).SignIns);
        await Store.QueryAsync(context => context.Users.Where(user => user.Id == bob).ExecuteDeleteAsync(Cancellation));

        Assert.Equal(1, await Store.QueryAsync(context => context.SignIns.CountAsync(Cancellation)));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    ISignInStore SignIns => Store.Get<ISignInStore>();

    void Later(TimeSpan time) => Store.Clock.Advance(time);

    Task<SignIn> BeginAsync(Guid user) => Store.SignInAsync(user, "Browser/1", Terms);

    Task<(SignInUse Use, SignIn? SignIn)> RotateAsync(SignIn signIn, int generation) =>
        SignIns.RotateAsync(signIn.Id, generation, Terms, Cancellation).AsTask();

    ValueTask<IReadOnlyList<SignIn>> ListAsync(Guid user) => SignIns.ListAsync(user, Cancellation);

    async Task<Guid> UserAsync(string name)
    {
        await using var scope = Store.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = name };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        return user.Id;
    }
}
