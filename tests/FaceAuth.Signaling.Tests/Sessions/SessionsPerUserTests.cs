using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>One account alone does not take the server from the others.</summary>
public sealed class SessionsPerUserTests : IAsyncDisposable
{
    static readonly object Enroll = new { purpose = "enroll" };

    readonly HostApplication _host = new(("Signaling:MaxSessionsPerUser", "2"));

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
        Assert.Equal(3, _host.Services.GetRequiredService<SessionRegistry>().Count);
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
    public async Task A_relying_party_is_bounded_by_the_whole_alone()
    {
        using var party = await _host.RelyingPartyAsync();

        for (var i = 0; i < 3; i++) await LiveSession.OpenAsync(_host, party, new { purpose = "enroll", subject = "ada" });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<(Guid Id, string? Code)> TryOpenAsync(HttpClient user)
    {
        var id = (await user.CreateSessionAsync(Enroll)).GetProperty("id").GetGuid();
        return (id, await OpenAsync(id));
    }

    async Task<string?> OpenAsync(Guid id) =>
        (await _host.Services.GetRequiredService<SessionOpener>().OpenAsync(new(id, "token"), "v=0", "no-connection", default)).Refusal?.Code;
}
