using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store of relying parties does.</summary>
public abstract class RelyingPartyStoreContract : IAsyncLifetime
{
    private protected abstract StoreUnderTest Store { get; }

    IRelyingPartyStore Parties => Store.Parties;

    [Fact]
    public async Task Every_key_of_a_relying_party_names_it()
    {
        var (party, first) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (again, second) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (other, third) = await Parties.IssueKeyAsync("shop", Cancellation);

        Assert.Equal(party, again);
        Assert.NotEqual(first, second);
        Assert.Equal(party, (await Parties.AuthenticateAsync(first, Cancellation))!.Party);
        Assert.Equal(party, (await Parties.AuthenticateAsync(second, Cancellation))!.Party);
        Assert.Equal(other, (await Parties.AuthenticateAsync(third, Cancellation))!.Party);
    }

    [Fact]
    public async Task A_key_is_fa_and_43_characters_of_base64url()
    {
        var (_, key) = await Parties.IssueKeyAsync("bank", Cancellation);

        Assert.Matches("^fa_[A-Za-z0-9_-]{43}$", key);
    }

    [Fact]
    public async Task Knows_no_other_key()
    {
        var (_, key) = await Parties.IssueKeyAsync("bank", Cancellation);
        string[] wrong =
        [
            "", "fa_", key[..^1], key + "x", key.ToUpperInvariant(), "FA" + key[2..], key[..^2] + "éé",
            key.Replace("fa_", "fb_", StringComparison.Ordinal),
        ];

        foreach (var other in wrong) Assert.Null(await Parties.AuthenticateAsync(other, Cancellation));
        for (var i = 3; i < key.Length; i++)
            Assert.Null(await Parties.AuthenticateAsync(key[..i] + (key[i] == 'A' ? 'B' : 'A') + key[(i + 1)..], Cancellation));
        Assert.NotNull(await Parties.AuthenticateAsync(key, Cancellation));
    }

    [Fact]
    public async Task Revoking_ends_every_key_and_a_new_one_works()
    {
        var (party, first) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (_, second) = await Parties.IssueKeyAsync("bank", Cancellation);

        Assert.True(await Parties.HasKeyAsync(party.Id, Cancellation));
        Assert.True(await Parties.RevokeAsync("bank", Cancellation));
        Assert.False(await Parties.RevokeAsync("nobody", Cancellation));

        Assert.Null(await Parties.AuthenticateAsync(first, Cancellation));
        Assert.Null(await Parties.AuthenticateAsync(second, Cancellation));
        Assert.False(await Parties.HasKeyAsync(party.Id, Cancellation));
        Assert.False(await Parties.HasKeyAsync(Guid.NewGuid(), Cancellation));
        var (same, third) = await Parties.IssueKeyAsync("bank", Cancellation);
        Assert.Equal(party, same);
        Assert.Equal(party, (await Parties.AuthenticateAsync(third, Cancellation))!.Party);
    }

    [Fact]
    public async Task Issues_at_most_32_keys_at_a_time()
    {
        for (var i = 0; i < 32; i++) await Parties.IssueKeyAsync("bank", Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Parties.IssueKeyAsync("bank", Cancellation).AsTask());
    }

    [Fact]
    public async Task A_key_is_for_what_it_was_issued_for_and_one_without_scopes_for_everything()
    {
        var (_, all) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (_, some) = await Parties.IssueKeyAsync("bank", Cancellation, new([KeyScopes.Subjects, KeyScopes.Groups]));

        Assert.Null((await Parties.AuthenticateAsync(all, Cancellation))!.Scopes);
        Assert.Equal(["groups", "subjects"], (await Parties.AuthenticateAsync(some, Cancellation))!.Scopes);
        foreach (var wrong in (string[][])[[], ["jobs"], ["sessions subjects"]])
            await Assert.ThrowsAsync<ArgumentException>(() => Parties.IssueKeyAsync("bank", Cancellation, new(wrong)).AsTask());
    }

    [Fact]
    public async Task A_key_runs_out_when_it_was_to()
    {
        var ends = Store.Clock.GetUtcNow().AddDays(1);
        var (party, key) = await Parties.IssueKeyAsync("bank", Cancellation, new(ExpiresAt: ends));
        var holder = await Parties.AuthenticateAsync(key, Cancellation);
        Assert.True(await Parties.HasKeyAsync(party.Id, holder!.KeyId, Cancellation));

        Store.Clock.SetUtcNow(ends);

        Assert.Null(await Parties.AuthenticateAsync(key, Cancellation));
        Assert.False(await Parties.HasKeyAsync(party.Id, holder.KeyId, Cancellation));   // what it began begins no more either
        Assert.False(await Parties.HasKeyAsync(party.Id, Cancellation));
    }

    [Fact]
    public async Task Keys_are_listed_with_their_last_use_to_the_minute_and_revoked_one_by_one()
    {
        var begun = Store.Clock.GetUtcNow();
        var used = await Parties.IssueKeyAsync("bank", Cancellation, new([KeyScopes.Sessions], begun.AddDays(1)));
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, other) = await Parties.IssueKeyAsync("bank", Cancellation);
        await Parties.AuthenticateAsync(used.ApiKey, Cancellation);
        Store.Clock.Advance(TimeSpan.FromSeconds(59));
        await Parties.AuthenticateAsync(used.ApiKey, Cancellation);

        var keys = await Parties.ListKeysAsync("bank", Cancellation);
        Assert.Equal(2, keys!.Count);
        Assert.Equal((used.Record.Id, begun, begun.AddDays(1)), (keys[0].Id, keys[0].CreatedAt, keys[0].ExpiresAt));
        Assert.Equal(begun.AddSeconds(1), keys[0].LastUsedAt);
        Assert.Equal((null, null, null), (keys[1].Scopes, keys[1].ExpiresAt, keys[1].LastUsedAt));
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        await Parties.AuthenticateAsync(used.ApiKey, Cancellation);
        Assert.Equal(begun.AddSeconds(61), (await Parties.ListKeysAsync("bank", Cancellation))![0].LastUsedAt);

        Assert.False(await Parties.RevokeKeyAsync("shop", used.Record.Id, Cancellation));
        Assert.True(await Parties.RevokeKeyAsync("bank", used.Record.Id, Cancellation));
        Assert.False(await Parties.RevokeKeyAsync("bank", used.Record.Id, Cancellation));
        Assert.Null(await Parties.AuthenticateAsync(used.ApiKey, Cancellation));
        Assert.NotNull(await Parties.AuthenticateAsync(other, Cancellation));
        Assert.Null(await Parties.ListKeysAsync("nobody", Cancellation));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
