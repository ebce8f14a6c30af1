using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What ASP.NET Core Identity finds on every engine.</summary>
public abstract class AccountsContract : IAsyncLifetime
{
    private protected abstract StoreUnderTest Store { get; }

    [Fact]
    public async Task Accounts_live_in_the_store()
    {
        await using (var scope = Store.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            var now = Store.Clock.GetUtcNow();
            var user = new FaceAuthUser { UserName = "anna", Email = "anna@example.org", Role = AccountRole.Operator, CreatedAt = now };

            Assert.True((await users.CreateAsync(user, "Correct-horse-7")).Succeeded);
            Assert.False((await users.CreateAsync(new() { UserName = "ANNA" }, "Correct-horse-7")).Succeeded);
            await users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddHours(1));
        }

        await using var later = Store.Services.CreateAsyncScope();
        var found = later.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        var anna = await found.FindByNameAsync("Anna");

        Assert.Equal(AccountRole.Operator, anna!.Role);
        Assert.NotEqual(Guid.Empty, anna.Id);
        Assert.Equal(Store.Clock.GetUtcNow(), anna.CreatedAt);
        Assert.True(await found.CheckPasswordAsync(anna, "Correct-horse-7"));
        Assert.False(await found.CheckPasswordAsync(anna, "correct-horse-7"));
        Assert.True(await found.IsLockedOutAsync(anna));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();
}
