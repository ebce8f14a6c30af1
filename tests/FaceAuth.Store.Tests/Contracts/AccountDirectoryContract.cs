using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Roles, disabled accounts, passkeys and links on every engine, and that a writer of the database gets none.</summary>
public abstract class AccountDirectoryContract : IAsyncLifetime
{
    const string Password = "Correct-horse-7";
    static readonly CancellationToken Cancellation = CancellationToken.None;

    private protected abstract StoreUnderTest Store { get; }

    IAccountDirectory Directory => Store.Get<IAccountDirectory>();

    IPasswordResets Resets => Store.Get<IPasswordResets>();

    [Fact]
    public async Task A_role_stays_and_signing_in_goes_on_with_it()
    {
        var anna = await AddAsync("anna");

        Assert.Equal(AccountChange.Done, await Directory.SetRoleAsync(anna, AccountRole.Operator, Cancellation));

        Assert.Equal(("anna", AccountRole.Operator), await SeenAsync(anna));
        Assert.True(await InUsersAsync(async users => await users.CheckPasswordAsync((await users.FindByNameAsync("anna"))!, Password)));
        await InUsersAsync(async users => await users.AccessFailedAsync((await users.FindByNameAsync("anna"))!));
        Assert.Equal(("anna", AccountRole.Operator), await SeenAsync(anna));
    }

    [Fact]
    public async Task Closed_are_those_that_were_disabled_or_are_gone_and_a_list_may_be_of_one_role()
    {
        var (anna, bob, carl) = (await AddAsync("anna"), await AddAsync("bob"), await AddAsync("carl"));
        await Directory.SetRoleAsync(anna, AccountRole.Auditor, Cancellation);
        await Directory.SetDisabledAsync(bob, true, Cancellation);
        await Directory.RemoveAsync(carl, Cancellation);

        Assert.Equal([bob, carl], (await Directory.ClosedAmongAsync([anna, bob, carl], Cancellation)).OrderBy(id => id));
        Assert.Empty(await Directory.ClosedAmongAsync([], Cancellation));
        Assert.Equal(anna, Assert.Single((await Directory.ListAsync(null, 10, Cancellation, AccountRole.Auditor)).Accounts).Id);
        Assert.Empty((await Directory.ListAsync(null, 10, Cancellation, AccountRole.Admin)).Accounts);
    }

    [Theory]
    [InlineData("Role")]
    [InlineData("PasswordHash")]
    [InlineData("SecurityStamp")]
    [InlineData("DisabledAt")]
    [InlineData("Authenticator")]
    [InlineData("Everything")]
    public async Task Who_only_writes_the_database_makes_no_admin_and_takes_none_over(string what)
    {
        var (boss, mallory) = (await AddAsync("boss"), await AddAsync("mallory"));
        await Directory.SetRoleAsync(boss, AccountRole.Admin, Cancellation);
        var own = await Store.QueryAsync(c => c.Users.AsNoTracking().SingleAsync(u => u.Id == mallory));
        var victim = what is "Role" or "Everything" ? mallory : boss;
        var theirs = await Store.QueryAsync(c => c.Users.AsNoTracking().SingleAsync(u => u.Id == boss));

        await Store.QueryAsync(c => c.Users.Where(u => u.Id == victim).ExecuteUpdateAsync(set => Alter(set, what, own, theirs)));

        Assert.Null(await Directory.FindAsync(victim, Cancellation));
        Assert.Equal(AccountChange.Unknown, await Directory.SetRoleAsync(victim, AccountRole.User, Cancellation));
        Assert.Null(await InUsersAsync(users => users.FindByIdAsync(victim.ToString())));
        Assert.Contains(await Store.Audit.RecentAsync(null, 10, Cancellation), entry => entry.Action == "store.row_altered");
        Assert.DoesNotContain(
            (await Directory.ListAsync(null, 10, Cancellation)).Accounts, account => account.Id == victim);
    }

    [Fact]
    public async Task An_account_without_an_authenticator_is_nobodys()
    {
        var (anna, mallory) = (await AddAsync("anna"), await AddAsync("mallory"));
        var own = await Store.QueryAsync(c => c.Users.AsNoTracking().SingleAsync(u => u.Id == mallory));

        await Store.QueryAsync(c => c.Users.Where(u => u.Id == anna).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.Authenticator, (byte[]?)null).SetProperty(u => u.PasswordHash, own.PasswordHash)));

        Assert.Null(await Directory.FindAsync(anna, Cancellation));
        Assert.Null(await InUsersAsync(users => users.FindByNameAsync("anna")));
    }

    [Fact]
    public async Task An_erasure_while_the_account_is_changed_is_not_forgotten_nor_is_a_leave_to_enrol()
    {
        var anna = await AddAsync("anna");
        var until = Store.Clock.GetUtcNow().AddHours(1);
        var owner = $"user:{anna}";
        var subject = (await Store.Subjects.GetOrCreateAsync(owner, $"{anna}", Cancellation)).Id;
        await Store.Templates.AddAsync(subject, [Vectors.Template(Vectors.Random(new(7)))], Cancellation);
        await InUsersAsync(async users =>
        {
            var read = (await users.FindByNameAsync("anna"))!;
            await Store.Subjects.EraseAsync(subject, Cancellation);
            await Store.Get<IFaceMarks>().LetEnrolAsync(anna, until, Cancellation);
            return await users.ChangePasswordAsync(read, Password, Password + "8");
        });

        var mark = await Store.Get<IFaceMarks>().FindAsync(anna, Cancellation);

        Assert.Equal(new FaceMark(subject, until), mark);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("disabled")]
    [InlineData("forgotten")]
    public async Task A_link_ends_when_the_account_is_another(string what)
    {
        var anna = await AddAsync("anna");
        var link = await LinkAsync(anna);

        if (what == "role") await Directory.SetRoleAsync(anna, AccountRole.Admin, Cancellation);
        if (what == "disabled") await Directory.SetDisabledAsync(anna, true, Cancellation);
        if (what == "forgotten") await Resets.ForgetAsync(anna, Cancellation);

        Assert.Null(await Resets.FindAsync(link, Cancellation));
        Assert.False(await Resets.RedeemAsync(link, Cancellation));
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_stays_unless_that_is_meant()
    {
        var (one, two) = (await AddAsync("one"), await AddAsync("two"));
        foreach (var admin in (Guid[])[one, two]) await Directory.SetRoleAsync(admin, AccountRole.Admin, Cancellation);

        Assert.Equal(AccountChange.Done, await Directory.SetDisabledAsync(two, true, Cancellation));
        Assert.Equal(AccountChange.LastAdmin, await Directory.SetDisabledAsync(one, true, Cancellation));
        Assert.Equal(AccountChange.LastAdmin, await Directory.SetRoleAsync(one, AccountRole.Operator, Cancellation));
        Assert.Equal(AccountChange.LastAdmin, await Directory.RemoveAsync(one, Cancellation));
        Assert.Equal(AccountChange.Done, await Directory.RemoveAsync(one, Cancellation, evenLastAdmin: true));
        Assert.Equal(AccountChange.Unknown, await Directory.RemoveAsync(one, Cancellation));
    }

    [Theory]
    [InlineData("nothing", AccountChange.LastAdmin)]
    [InlineData("a password", AccountChange.Done)]
    [InlineData("a passkey", AccountChange.Done)]
    [InlineData("another's passkey", AccountChange.LastAdmin)]
    public async Task Only_an_admin_with_a_password_or_a_passkey_is_another_admin(string has, AccountChange change)
    {
        var (one, two) = (await AddAsync("one"), await AddAsync("two"));
        foreach (var admin in (Guid[])[one, two]) await Directory.SetRoleAsync(admin, AccountRole.Admin, Cancellation);
        if (has != "a password")
            await InUsersAsync(async users => await users.RemovePasswordAsync((await users.FindByNameAsync("two"))!));
        if (has.EndsWith("passkey", StringComparison.Ordinal))
        {
            var passkey = new UserPasskeyInfo([1, 2, 3], [4, 5, 6], Store.Clock.GetUtcNow(), 7, ["usb"], true, true, false, [], []);
            var owner = has == "a passkey" ? "two" : "one";
            await InUsersAsync(async users => await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(owner))!, passkey));
        }

        if (has == "another's passkey")   // as who writes the database would have it
            await Store.QueryAsync(c => c.Passkeys.ExecuteUpdateAsync(set => set.SetProperty(p => p.UserId, two)));

        Assert.Equal(change, await Directory.SetRoleAsync(one, AccountRole.User, Cancellation));
    }

    [Fact]
    public async Task Of_two_admins_who_remove_each_other_at_once_one_stays()
    {
        var (one, two) = (await AddAsync("one"), await AddAsync("two"));
        foreach (var admin in (Guid[])[one, two]) await Directory.SetRoleAsync(admin, AccountRole.Admin, Cancellation);

        var both = await Task.WhenAll(
            Task.Run(() => Directory.RemoveAsync(one, Cancellation).AsTask()),
            Task.Run(() => Directory.RemoveAsync(two, Cancellation).AsTask()));

        Assert.Equal([AccountChange.Done, AccountChange.LastAdmin], both.Order());
    }

    [Fact]
    public async Task Disabling_ends_the_sign_ins_and_enabling_brings_none_back()
    {
        var anna = await AddAsync("anna");
        var terms = new SignInTerms(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.Zero);
        var signIn = await Store.SignInAsync(anna, null, terms, byPasskey: true);
        Assert.Equal(
            Store.Clock.GetUtcNow(), (await Store.Get<ISignInStore>().FindAsync(anna, signIn.Id, Cancellation))!.PasskeyAt);

        await Directory.SetDisabledAsync(anna, true, Cancellation);
        Assert.Equal(Store.Clock.GetUtcNow(), (await Directory.FindAsync(anna, Cancellation))!.DisabledAt);
        await Directory.SetDisabledAsync(anna, false, Cancellation);

        Assert.Null((await Directory.FindAsync(anna, Cancellation))!.DisabledAt);
        Assert.Null(await Store.Get<ISignInStore>().FindAsync(anna, signIn.Id, Cancellation));
    }

    [Fact]
    public async Task Accounts_are_listed_page_by_page()
    {
        for (var i = 0; i < 5; i++) await AddAsync($"user{i}");

        var (seen, after) = (new List<string>(), (Guid?)null);
        do
        {
            var page = await Directory.ListAsync(after, 2, Cancellation);
            seen.AddRange(page.Accounts.Select(account => account.Name));
            after = page.Last;
        }
        while (after is not null);

        Assert.Equal(["user0", "user1", "user2", "user3", "user4"], seen);
    }

    async Task<string> LinkAsync(Guid user) => (await Resets.IssueAsync(user, TimeSpan.FromHours(1), Cancellation)).Token!;

    [Fact]
    public async Task A_link_is_good_once_for_an_hour_and_a_later_one_ends_it()
    {
        var anna = await AddAsync("anna");
        var first = await LinkAsync(anna);
        var second = await LinkAsync(anna);

        Assert.Null(await Resets.FindAsync(first, Cancellation));
        Assert.Equal(anna, await Resets.FindAsync(second, Cancellation));
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => Resets.RedeemAsync(second, Cancellation).AsTask())));
        Assert.Single(both, isMine => isMine);
        var third = await LinkAsync(anna);
        Store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await Resets.RedeemAsync(third, Cancellation));
        foreach (var text in (string[])["", "x", new string('A', 64), new string('!', 64), third + "A"])
            Assert.Null(await Resets.FindAsync(text, Cancellation));
    }

    [Fact]
    public async Task A_link_copied_to_another_user_or_made_to_last_is_none()
    {
        var (anna, boss) = (await AddAsync("anna"), await AddAsync("boss"));
        var link = await LinkAsync(anna);

        await Store.QueryAsync(c => c.PasswordResets.ExecuteUpdateAsync(set => set.SetProperty(r => r.UserId, boss)));
        Assert.Null(await Resets.FindAsync(link, Cancellation));
        await Store.QueryAsync(c => c.PasswordResets.ExecuteUpdateAsync(set => set
            .SetProperty(r => r.UserId, anna).SetProperty(r => r.ExpiresAt, Store.Clock.GetUtcNow().AddYears(1))));

        Assert.Null(await Resets.FindAsync(link, Cancellation));
    }

    [Fact]
    public async Task Passkeys_lie_sealed_and_go_to_nobody_else()
    {
        var (anna, boss) = (await AddAsync("anna"), await AddAsync("boss"));
        var passkey = new UserPasskeyInfo([1, 2, 3], [4, 5, 6], Store.Clock.GetUtcNow(), 7, ["usb"], true, true, false, [], []);
        passkey.Name = "Key";
        await InUsersAsync(async users => await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync("anna"))!, passkey));
        passkey.SignCount = 8;
        await InUsersAsync(async users => await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync("anna"))!, passkey));

        var kept = Assert.Single(await InUsersAsync(async users => await users.GetPasskeysAsync((await users.FindByNameAsync("anna"))!)));
        Assert.Equal(("Key", 8u, true), (kept.Name, kept.SignCount, kept.IsUserVerified));
        Assert.Equal(anna, (await InUsersAsync(users => users.FindByPasskeyIdAsync([1, 2, 3])))!.Id);

        await Store.QueryAsync(c => c.Passkeys.ExecuteUpdateAsync(set => set.SetProperty(p => p.UserId, boss)));

        Assert.Null(await InUsersAsync(users => users.FindByPasskeyIdAsync([1, 2, 3])));
        Assert.Empty(await InUsersAsync(async users => await users.GetPasskeysAsync((await users.FindByNameAsync("boss"))!)));
        await Store.QueryAsync(c => c.Passkeys.ExecuteUpdateAsync(set => set.SetProperty(p => p.UserId, anna)));
        await InUsersAsync(async users => await users.RemovePasskeyAsync((await users.FindByNameAsync("anna"))!, [1, 2, 3]));
        Assert.Equal(0, await Store.QueryAsync(c => c.Passkeys.CountAsync()));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static void Alter(
        Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<FaceAuthUser> set, string what, FaceAuthUser own, FaceAuthUser boss)
    {
        switch (what)
        {
            case "Role":
                set.SetProperty(u => u.Role, AccountRole.Admin);
                break;
            case "PasswordHash":
                set.SetProperty(u => u.PasswordHash, own.PasswordHash + "A");
                break;
            case "SecurityStamp":
                set.SetProperty(u => u.SecurityStamp, own.SecurityStamp);
                break;
            case "DisabledAt":
                set.SetProperty(u => u.DisabledAt, own.CreatedAt);
                break;
            case "Authenticator":
                set.SetProperty(u => u.Authenticator, own.Authenticator);
                break;
            default:
                set.SetProperty(u => u.Role, AccountRole.Admin).SetProperty(u => u.Authenticator, boss.Authenticator);
                break;
        }
    }

    async Task<(string Name, AccountRole Role)> SeenAsync(Guid id)
    {
        var seen = await Directory.FindAsync(id, Cancellation);
        return (seen!.Name, seen.Role);
    }

    async Task<Guid> AddAsync(string name)
    {
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        var user = new FaceAuthUser { UserName = name, CreatedAt = Store.Clock.GetUtcNow() };
        Assert.True((await InUsersAsync(users => users.CreateAsync(user, Password))).Succeeded);
        return user.Id;
    }

    async Task<T> InUsersAsync<T>(Func<UserManager<FaceAuthUser>, Task<T>> work)
    {
        await using var scope = Store.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>());
    }
}
