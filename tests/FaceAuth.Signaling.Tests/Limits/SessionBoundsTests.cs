using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Limits;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>One account, relying party or address alone does not take the server from the others.</summary>
public sealed class SessionBoundsTests : IAsyncDisposable
{
    static readonly object Enroll = new { purpose = "enroll" };
    static readonly object Ada = new { purpose = "enroll", subject = "ada" };

    readonly HostApplication _host = new(
        ("Signaling:MaxSessionsPerUser", "2"), ("Signaling:MaxSessionsPerRelyingParty", "3"), ("Signaling:MaxSessionsPerAddress", "4"));

    [Fact]
    public async Task A_user_has_so_many_sessions_at_a_time_and_others_have_their_own()
    {
        using var ada = await _host.UserAsync();
        using var bob = await _host.UserAsync("bob");
        for (var i = 0; i < 2; i++) await LiveSession.OpenAsync(_host, ada, Enroll);

        var (id, code) = await TryOpenAsync(ada);
        await LiveSession.OpenAsync(_host, bob, Enroll);

        Assert.Equal("too_many_sessions", code);
        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
        Assert.Equal(3, _host.Services.GetRequiredService<SessionLimits>().Sessions);
    }

    [Fact]
    public async Task A_session_that_ends_makes_room_for_the_next()
    {
        using var ada = await _host.UserAsync();
        var first = await LiveSession.OpenAsync(_host, ada, Enroll);
        await LiveSession.OpenAsync(_host, ada, Enroll);
        first.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await first.EndAsync();

        var id = (await ada.CreateSessionAsync(Enroll)).GetProperty("id").GetGuid();
        string? code;
        while ((code = await OpenAsync(id)) == "too_many_sessions") await Task.Yield();   // the seat is given back right after the disposal

        Assert.Null(code);
    }

    [Fact]
    public async Task An_offer_that_is_refused_takes_nobodys_place()
    {
        using var ada = await _host.UserAsync();
        _host.Media.Refusal = PeerRefusal.NoVideo;
        for (var i = 0; i < 3; i++) Assert.Equal("no_video", (await TryOpenAsync(ada)).Code);
        _host.Media.Refusal = null;

        for (var i = 0; i < 2; i++) await LiveSession.OpenAsync(_host, ada, Enroll);
    }

    [Fact]
    public async Task A_relying_party_has_so_many_sessions_with_all_its_keys_and_others_have_their_own()
    {
        using var shop = await _host.RelyingPartyAsync();
        using var again = await _host.RelyingPartyAsync();
        using var bank = await _host.RelyingPartyAsync("bank");
        for (var i = 0; i < 3; i++) await LiveSession.OpenAsync(_host, shop, Ada);

        var (id, code) = await TryOpenAsync(again, Ada);
        await LiveSession.OpenAsync(_host, bank, Ada);

        Assert.Equal("relying_party_busy", code);
        Assert.Equal(SessionState.Created, (await _host.Sessions.FindAsync(id, default))!.State);
    }

    [Fact]
    public async Task One_address_has_so_many_sessions_whoever_owns_them_until_one_ends()
    {
        using var shop = await _host.RelyingPartyAsync();
        using var ada = await _host.UserAsync();
        using var bob = await _host.UserAsync("bob");
        for (var i = 0; i < 2; i++) Assert.Null((await TryOpenAsync(shop, Ada, "203.0.113.5")).Code);
        for (var i = 0; i < 2; i++) Assert.Null((await TryOpenAsync(ada, Enroll, "203.0.113.5")).Code);

        var (id, code) = await TryOpenAsync(bob, Enroll, "203.0.113.5");
        var elsewhere = await TryOpenAsync(bob, Enroll, "203.0.113.6");
        _host.Media.Peers[0].Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        await _host.Media.Peers[0].Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        string? later;
        while ((later = await OpenAsync(id, "203.0.113.5")) == "address_busy") await Task.Yield();

        Assert.Equal(("address_busy", null, null), (code, elsewhere.Code, later));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<(Guid Id, string? Code)> TryOpenAsync(HttpClient owner, object? request = null, string? address = null)
    {
        var id = (await owner.CreateSessionAsync(request ?? Enroll)).GetProperty("id").GetGuid();
        return (id, await OpenAsync(id, address));
    }

    Task<string?> OpenAsync(Guid id, string? address = null) => LiveSession.OfferAsync(_host, id, address);
}
