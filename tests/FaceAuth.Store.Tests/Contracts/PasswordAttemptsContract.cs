using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every count of wrong passwords does.</summary>
public abstract class PasswordAttemptsContract : IAsyncLifetime
{
    const string Home = "192.0.2.1";
    const string Strange = "198.51.100.7";

    Guid _anna;

    private protected abstract StoreUnderTest Store { get; }

    [Fact]
    public async Task After_some_wrong_ones_each_further_one_waits_longer()
    {
        for (var i = 0; i < 3; i++) Assert.True(await TryAsync(Strange));

        for (var wrong = 3; wrong < 6; wrong++)
        {
            Assert.False(await TryAsync(Strange));
            Store.Clock.Advance(Delay(wrong) - TimeSpan.FromSeconds(1));
            Assert.False(await TryAsync(Strange));
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await TryAsync(Strange));
        }
    }

    [Fact]
    public async Task What_has_to_wait_is_not_counted_and_does_not_make_the_wait_longer()
    {
        for (var i = 0; i < 3; i++) await TryAsync(Strange);
        for (var i = 0; i < 20; i++) Assert.False(await TryAsync(Strange));

        Store.Clock.Advance(Delay(3));

        Assert.True(await TryAsync(Strange));
    }

    [Fact]
    public async Task Of_many_at_once_so_many_get_through_and_each_is_counted()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => TryAsync(Strange))));

        Assert.Equal(3, begun.Count(one => one));
        Assert.Equal(3, await Store.QueryAsync(context => context.PasswordAttempts.Select(a => a.Wrong).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Strangers_keep_strangers_waiting_and_not_who_signed_in_from_there_before()
    {
        await RightAsync(Home);
        for (var i = 0; i < 4; i++) await TryAsync(Strange);

        Assert.False(await TryAsync("203.0.113.9"));
        Assert.False(await TryAsync(null));
        Assert.True(await TryAsync(Home));
        await RightAsync(Home);
        Assert.False(await TryAsync(Strange));
    }

    [Fact]
    public async Task A_known_place_has_its_own_count_which_a_right_password_ends()
    {
        await RightAsync(Home);
        for (var i = 0; i < 3; i++) Assert.True(await TryAsync(Home));
        Assert.False(await TryAsync(Home));
        Assert.True(await TryAsync(Strange));

        Store.Clock.Advance(Delay(3));
        Assert.True(await TryAsync(Home));
        await RightAsync(Home);

        Assert.True(await TryAsync(Home));
    }

    [Fact]
    public async Task A_right_password_from_somewhere_new_ends_the_count_there()
    {
        for (var i = 0; i < 2; i++) await TryAsync(Strange);
        Assert.True(await TryAsync(Home));
        await RightAsync(Home);

        for (var i = 0; i < 3; i++) Assert.True(await TryAsync(Strange));
        Assert.False(await TryAsync(Strange));
    }

    [Fact]
    public async Task Eight_places_are_known_at_most_none_by_its_address_and_none_for_ever()
    {
        for (var i = 1; i <= 9; i++)
        {
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
            await RightAsync($"192.0.2.{i}");
        }

        var rows = await Store.QueryAsync(context => context.PasswordAttempts.ToListAsync(Cancellation));
        Assert.Equal(8, rows.Count);
        Assert.All(rows, row => Assert.Matches("^[0-9A-F]{32}$", row.Place));
        Store.Clock.Advance(TimeSpan.FromDays(90));
        await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);
        Assert.Equal(0, await Store.QueryAsync(context => context.PasswordAttempts.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task The_operator_has_it_forgotten()
    {
        for (var i = 0; i < 4; i++) await TryAsync(Strange);

        await Attempts.ForgetAsync(_anna, Cancellation);

        Assert.True(await TryAsync(Strange));
    }

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        await using var scope = Store.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = "anna" };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        _anna = user.Id;
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task OpenAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IPasswordAttempts Attempts => Store.Get<IPasswordAttempts>();

    static TimeSpan Delay(int wrong) => wrong < 3 ? TimeSpan.Zero : TimeSpan.FromSeconds(10 * (wrong - 2));

    Task<bool> TryAsync(string? place) => Attempts.TryBeginAsync(_anna, place, Delay, Cancellation).AsTask();

    ValueTask RightAsync(string place) => Attempts.HandleRightAsync(_anna, place, Cancellation);
}
