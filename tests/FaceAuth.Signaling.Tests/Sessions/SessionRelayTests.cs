using System.Text.Json;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class SessionRelayTests
{
    static readonly Guid Id = Guid.Parse("00000000-0000-7000-8000-000000000001");

    readonly FakeTimeProvider _clock = new();
    readonly FakeMediaPeer _peer = new(null!);
    readonly FakeAuthRun _run = new(new(Id, "rp:1", SessionPurpose.Verify, null, "standard"));
    readonly SessionRelay _relay;

    public SessionRelayTests() => _relay = new(
        new(Id, "rp:1", SessionPurpose.Verify, null, "nonce-1234", "standard", SessionState.Claimed, default, default),
        _peer, _run, ["detector"], new(), _clock);

    [Fact]
    public void The_first_message_is_hello()
    {
        Open();

        Assert.Equal(
            $$"""{"type":"hello","session":"{{Id}}","purpose":"verify","policy":"standard","models":["detector"]"""
            + ""","limits":{"maxMessageBytes":4096,"timeoutSeconds":120}}""",
            Next());
        Assert.Null(NextOrNull());
    }

    [Fact]
    public void What_was_said_before_the_channel_opened_follows_the_hello()
    {
        _relay.Handle(new AuthEvent.Guidance(GuidanceCode.NoFace));
        _relay.Handle(new AuthEvent.Guidance(GuidanceCode.MoveCloser));
        _relay.Handle(new AuthEvent.Progress(0.25, new Dictionary<string, double> { ["face"] = 1, ["liveness"] = 0 }));
        _relay.Handle(new AuthEvent.Challenge(ChallengeKind.Blink, 2, TimeSpan.FromSeconds(8)));
        _clock.Advance(TimeSpan.FromSeconds(3));

        Open();

        Next();
        Assert.Equal("""{"type":"guidance","code":"move_closer","text":"Come a little closer."}""", Next());
        Assert.Equal("""{"type":"progress","value":0.25,"steps":{"face":1,"liveness":0}}""", Next());
        Assert.Equal(
            """{"type":"challenge","kind":"blink","count":2,"deadlineMs":5000,"text":"Close your eyes for a second, twice."}""", Next());
        Assert.Null(NextOrNull());
    }

    [Theory]
    [InlineData(ChallengeKind.TurnLeft, null, "\"side\":\"left\",\"text\":\"Turn your head to your left, then back.\"")]
    [InlineData(ChallengeKind.NodDown, null, "\"side\":\"down\",\"text\":\"Lower your chin, then look straight again.\"")]
    [InlineData(ChallengeKind.MoveCloser, 1.35, "\"factor\":1.35,\"text\":\"Come closer to the camera.\"")]
    public void A_challenge_says_which_way_how_far_and_in_words(ChallengeKind kind, double? factor, string said)
    {
        Open();
        Next();

        _relay.Handle(new AuthEvent.Challenge(kind, 1, TimeSpan.FromSeconds(8), factor));

        Assert.EndsWith($"\"deadlineMs\":8000,{said}}}", Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_challenge_has_words()
    {
        Open();
        Next();

        foreach (var kind in Enum.GetValues<ChallengeKind>())
        {
            _relay.Handle(new AuthEvent.Challenge(kind, 1, TimeSpan.FromSeconds(8)));
            Assert.Contains($"\"kind\":\"{Wire.Name(kind)}\"", Next(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_challenge_that_is_over_is_told_and_not_repeated()
    {
        Open();
        Next();
        _relay.Handle(new AuthEvent.Challenge(ChallengeKind.Smile, 1, TimeSpan.FromSeconds(8)));
        Next();

        _relay.Handle(new AuthEvent.ChallengeOver(false));
        Receive("""{"type":"ready"}""");

        Assert.Equal("""{"type":"challenge_over","answered":false}""", Next());
        Assert.Null(NextOrNull());
    }

    [Fact]
    public void A_lapsed_challenge_is_not_repeated()
    {
        _relay.Handle(new AuthEvent.Challenge(ChallengeKind.TurnLeft, 1, TimeSpan.FromSeconds(8)));
        _clock.Advance(TimeSpan.FromSeconds(8));

        Open();

        Next();
        Assert.Null(NextOrNull());
    }

    [Fact]
    public void Ready_is_answered_with_how_things_stand()
    {
        Open();
        Next();
        _relay.Handle(new AuthEvent.Guidance(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask));
        var said = Next();

        Receive("""{"type":"ready"}""");

        Assert.Equal("""{"type":"guidance","code":"remove_obstacle","text":"Take off your mask.","detail":"mask"}""", said);
        Assert.Equal(said, Next());
    }

    [Fact]
    public void Stats_come_when_asked_for()
    {
        Open();
        Next();
        _relay.Handle(new PeerEvent.FirstPicture(TimeSpan.FromMilliseconds(211.5)));
        _run.Stats = new(90, 60, new Dictionary<string, long> { ["stale"] = 30 },
            new Dictionary<string, TimeSpan> { ["detect"] = TimeSpan.FromMilliseconds(6.25) },
            TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(90));

        Receive("""{"type":"stats"}""");

        Assert.Equal(
            """{"type":"stats","framesIn":90,"analysed":60,"dropped":{"stale":30},"stages":{"detect":6.25}"""
            + ""","latencyMs":{"p50":40,"p95":90},"firstPictureMs":211.5}""",
            Next());
        Assert.False(_run.ReportsEveryPicture);
    }

    [Fact]
    public void Stats_for_every_frame_come_with_the_frame()
    {
        Open();
        Next();
        Receive("""{"every":"frame","type":"stats"}""");
        Next();

        _relay.Handle(new AuthEvent.Analysed(new(4_294_967_295, 2, TimeSpan.FromMilliseconds(41), new Dictionary<string, TimeSpan>())));

        Assert.True(_run.ReportsEveryPicture);
        var frame = JsonDocument.Parse(Next()).RootElement.GetProperty("frame");
        Assert.Equal("""{"rtpTimestamp":4294967295,"latencyMs":41,"faces":2}""", frame.GetRawText());
    }

    [Fact]
    public void Numbers_that_json_lacks_do_no_harm()
    {
        Open();
        Next();

        var steps = new Dictionary<string, double> { ["face"] = double.PositiveInfinity, ["liveness"] = 1.5 };
        _relay.Handle(new AuthEvent.Progress(double.NaN, steps));

        Assert.Equal("""{"type":"progress","value":0,"steps":{"face":0,"liveness":1}}""", Next());
    }

    [Theory]
    [InlineData("""{"type":"later","deep":{"a":[1,2,{"b":null}]}}""")]
    [InlineData("""{"type":"x","a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}""")]
    public void Types_of_a_later_version_are_ignored(string message)
    {
        Open();
        Next();

        Assert.Null(Receive(message));
        Assert.Null(NextOrNull());
    }

    void Open() => Assert.Null(Happens(new PeerEvent.ChannelOpen()));

    Refusal? Receive(string message) => Happens(new PeerEvent.Message(System.Text.Encoding.UTF8.GetBytes(message), true));

    Refusal? Happens(PeerEvent happened)
    {
        _peer.Happens(happened);
        return _relay.Handle(happened);
    }

    string Next()
    {
        Assert.True(_peer.Sent.TryRead(out var message));
        return message;
    }

    string? NextOrNull() => _peer.Sent.TryRead(out var message) ? message : null;
}
