using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class SessionTimelineTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task A_relying_party_is_told_what_happened_and_when()
    {
        using var party = await _host.RelyingPartyAsync();
        await _host.EnrollAsync(party, "ada");
        var live = await LiveSession.OpenAsync(_host, party, new { purpose = "verify", subject = "ada" });
        await live.OpenChannelAsync();
        live.Peer.Happens(new PeerEvent.FirstPicture(TimeSpan.FromMilliseconds(300)));
        live.Run.Says(new AuthEvent.Challenge(ChallengeKind.TurnLeft, 1, TimeSpan.FromSeconds(5)));
        await live.NextAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        live.Run.Says(new AuthEvent.ChallengeOver(true));
        live.Run.Says(new AuthEvent.Decided(live.Accepted()));
        await live.EndAsync();

        var session = await party.JsonAsync($"/v1/sessions/{live.Id}");

        var steps = session.GetProperty("timeline").EnumerateArray().ToList();
        Assert.Equal(
            ["offered", "connected", "channel_open", "first_picture", "challenge", "challenge_met", "decided"],
            steps.Select(step => step.GetProperty("step").GetString()));
        Assert.Equal(("turn_left", "accepted"), (Detail(steps[4]), Detail(steps[6])));
        Assert.Equal((0, 2000), (steps[0].GetProperty("atMs").GetInt64(), steps[6].GetProperty("atMs").GetInt64()));
    }

    [Fact]
    public async Task A_session_that_is_left_says_so_and_a_user_is_told_nothing_of_it()
    {
        using var user = await _host.UserAsync();
        var live = await LiveSession.OpenAsync(_host, user, new { purpose = "enroll" });
        live.Peer.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        var stored = await live.EndAsync();

        Assert.False((await user.JsonAsync($"/v1/sessions/{live.Id}")).TryGetProperty("timeline", out _));
        var last = JsonDocument.Parse(stored.TimelineJson!).RootElement.EnumerateArray().Last();
        Assert.Equal(("ended", "left"), (last.GetProperty("Name").GetString(), last.GetProperty("Detail").GetString()));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string? Detail(JsonElement step) => step.GetProperty("detail").GetString();
}
