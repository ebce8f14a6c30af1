using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store of relying parties does.</summary>
public abstract class RelyingPartyStoreContract : IAsyncLifetime
{
    protected abstract IRelyingPartyStore Parties { get; }

    [Fact]
    public async Task Every_key_of_a_relying_party_names_it()
    {
        var (party, first) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (again, second) = await Parties.IssueKeyAsync("bank", Cancellation);
        var (other, third) = await Parties.IssueKeyAsync("shop", Cancellation);

        Assert.Equal(party, again);
        Assert.NotEqual(first, second);
        Assert.Equal(party, await Parties.AuthenticateAsync(first, Cancellation));
        Assert.Equal(party, await Parties.AuthenticateAsync(second, Cancellation));
        Assert.Equal(other, await Parties.AuthenticateAsync(third, Cancellation));
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
        Assert.Equal(party, await Parties.AuthenticateAsync(third, Cancellation));
    }

    [Fact]
    public async Task Issues_at_most_32_keys_at_a_time()
    {
        for (var i = 0; i < 32; i++) await Parties.IssueKeyAsync("bank", Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Parties.IssueKeyAsync("bank", Cancellation).AsTask());
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
