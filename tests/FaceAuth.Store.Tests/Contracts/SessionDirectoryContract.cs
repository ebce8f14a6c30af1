using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every session directory does.</summary>
public abstract class SessionDirectoryContract : IAsyncLifetime
{
    readonly Guid _session = Guid.NewGuid();

    protected abstract ISessionDirectory Sessions { get; }

    protected abstract Guid Node { get; }

    [Fact]
    public async Task A_session_is_where_it_was_entered_until_it_ends()
    {
        Assert.Null(await Sessions.FindAsync(_session));

        await Sessions.AddAsync(_session);
        var found = await Sessions.FindAsync(_session);
        await Sessions.RemoveAsync(_session);

        Assert.Equal(new SessionPlace(Node, null, IsHere: true), found);
        Assert.Null(await Sessions.FindAsync(_session));
    }

    [Fact]
    public async Task What_was_never_entered_can_be_removed()
    {
        await Sessions.RemoveAsync(_session);

        Assert.Null(await Sessions.FindAsync(_session));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();
}
