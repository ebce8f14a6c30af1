using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class IdentityTests
{
    [Fact]
    public async Task Accounts_live_in_the_store()
    {
        await using var store = await SqliteStore.OpenAsync();
        await using (var scope = store.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            var now = store.Clock.GetUtcNow();
            var user = new FaceAuthUser { UserName = "anna", Email = "anna@example.org", IsOperator = true, CreatedAt = now };

            Assert.True((await users.CreateAsync(user, "Correct-horse-7")).Succeeded);
            Assert.False((await users.CreateAsync(new() { UserName = "ANNA" }, "Correct-horse-7")).Succeeded);
            await users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddHours(1));
        }

        await using var later = store.Services.CreateAsyncScope();
        var found = later.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        var anna = await found.FindByNameAsync("Anna");

        Assert.True(anna!.IsOperator);
        Assert.NotEqual(Guid.Empty, anna.Id);
        Assert.Equal(store.Clock.GetUtcNow(), anna.CreatedAt);
        Assert.True(await found.CheckPasswordAsync(anna, "Correct-horse-7"));
        Assert.False(await found.CheckPasswordAsync(anna, "correct-horse-7"));
        Assert.True(await found.IsLockedOutAsync(anna));
    }

    [Fact]
    public async Task No_host_option_of_Identity_asks_for_tables_that_are_not_there()
    {
        await using var store = await SqliteStore.OpenAsync();

        Assert.False(await store.QueryAsync(context => Task.FromResult(context.Database.HasPendingModelChanges())));
    }
}
