using System.Text;
using System.Text.Json;
using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling;

namespace FaceAuth.Load.Tests.Simulate;

public sealed class SimulateOutputTests
{
    static readonly SimulateSettings Settings = new()
    {
        Clip = new() { Path = "/tmp/face.mp4" },
        Server = new("http://host"),
        Purpose = "verify",
        Subject = "alice",
        ApiKey = "secret",
    };
    static readonly Guid Session = Guid.Parse("01a2075b-6837-7ce8-bdf4-3bd5e6791329");

    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void A_person_reads_what_changes_and_no_more()
    {
        var text = new TextOutput(_output, _error);

        text.Begin(Settings, new(640, 360), Session);
        text.Step(TimeSpan.FromSeconds(0.1), SimulateStep.Connected);
        foreach (var message in (string[])[
            """{"type":"hello","session":"x"}""",
            """{"type":"guidance","code":"remove_obstacle","text":"Take off your mask.","detail":"mask"}""",
            """{"type":"guidance","code":"remove_obstacle","text":"Take off your mask.","detail":"mask"}""",
            """{"type":"progress","value":0.11,"steps":{"face":1,"liveness":0}}""",
            """{"type":"progress","value":0.12,"steps":{"face":1,"liveness":0}}""",
            """{"type":"progress","value":0.2,"steps":{"face":1,"liveness":0.1}}""",
            """{"type":"progress","value":0.15,"steps":{"face":1,"liveness":0}}""",
            """{"type":"challenge","kind":"blink","count":2,"deadlineMs":6000,"text":"Close your eyes for a second, twice."}""",
            """{"type":"challenge","kind":"blink","count":2,"deadlineMs":5900,"text":"Close your eyes for a second, twice."}""",
            """{"type":"challenge_over","answered":true}""",
            """{"type":"challenge","kind":"stick_out_tongue","count":1,"deadlineMs":6000}""",
            """{"type":"challenge_over","answered":false}""",
            """{"type":"stats","framesIn":3}"""]) Say(text, message);
        text.Verdict(TimeSpan.FromSeconds(3.25), new(false, ["not_same_person", "from_the_future"], "jws"));

        Assert.Equal("""
            Plays face.mp4 (640x360, 30 pictures a second, over and over) to http://host/
            Verify alice, session 01a2075b-6837-7ce8-bdf4-3bd5e6791329
               0.10 s  connected
               1.00 s  Take off your mask.  (remove_obstacle: mask)
               1.00 s  11 % done  (face 100 %, liveness 0 %)
               1.00 s  20 % done  (face 100 %, liveness 10 %)
               1.00 s  15 % done  (face 100 %, liveness 0 %)
               1.00 s  Close your eyes for a second, twice, within 6 s
               1.00 s  answered
               1.00 s  stick out tongue, within 6 s
               1.00 s  missed
               3.25 s  REJECTED
                       not the same person  (not_same_person)
                       from the future  (from_the_future)
                       The verdict's signature, session, nonce and connection were checked.

            """.ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public void The_report_tells_times_and_counts()
    {
        var sent = new SentPictures();
        var statistics = new SimulateStatistics(sent);
        statistics.HandleOffer(Seconds(10));
        statistics.HandleAnswer(Seconds(10.02));
        statistics.HandleConnected(Seconds(10.1));
        statistics.HandleChannelOpen(Seconds(10.15));
        for (uint i = 0; i < 4; i++) sent.Add(i * 3000, bytes: 5000, Seconds(10.2 + i * 0.1));
        foreach (var (timestamp, at) in ((uint, double)[])[(0, 10.25), (3000, 10.38), (9000, 10.6), (9000, 10.7), (77, 10.8)])
            statistics.HandleStats(
                Read($$$"""
                    {"type":"stats","framesIn":4,"analysed":3,"dropped":{"stale":1},"stages":{"detect":3.5,"embed":7},
                    "firstPictureMs":143.26,"frame":{"rtpTimestamp":{{{timestamp}}}}}
                    """), Seconds(at));
        statistics.HandleEnd(Seconds(11.5));

        new TextOutput(_output, _error).Report(statistics.Write());

        Assert.Equal("""

            offer → answer                20.0 ms
                  → connected             100.0 ms
                  → data channel open     150.0 ms
                  → first decoded picture 143.3 ms  (on the server's clock)
            picture sent → its result     p50 80.0 ms, p95 100.0 ms, max 100.0 ms, of 3
            pictures                      4 sent, 4 decoded, 3 analysed, 1 dropped (stale)
            stages, median                detect 3.5 ms, embed 7.0 ms
            session                       1.50 s
            video sent                    0.53 Mbit/s

            """.ReplaceLineEndings("\n"), _output.ToString());
    }

    [Fact]
    public void A_report_of_nothing_says_so()
    {
        new TextOutput(_output, _error).Report(new SimulateStatistics(new()).Write());

        Assert.Contains("no result came back", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_gets_one_object_a_line_and_never_a_secret()
    {
        var json = new JsonOutput(_output, _error);

        json.Begin(Settings, new(640, 360), Session);
        json.Step(TimeSpan.FromSeconds(0.1), SimulateStep.ChannelOpen);
        Say(json, """{"type":"guidance","code":"blink","text":"Blink."}""");
        json.Verdict(TimeSpan.FromSeconds(3), new(true, [], "jws"));
        json.Report(new SimulateReport { Dropped = [("stale", 3)] });
        json.Problem("Nothing works.");

        var lines = _output.ToString().TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["begin", "step", "message", "verdict", "report", "problem"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("channel_open", lines[1].GetProperty("step").GetString());
        Assert.Equal("blink", lines[2].GetProperty("message").GetProperty("code").GetString());
        Assert.True(lines[3].GetProperty("accepted").GetBoolean());
        Assert.Equal(3, lines[4].GetProperty("dropped").GetProperty("stale").GetInt32());
        Assert.DoesNotContain("secret", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("Nothing works.\n", _error.ToString());
    }

    [Fact]
    public void Every_reason_has_words()
    {
        foreach (var reason in Enum.GetValues<ReasonCode>())
            Assert.DoesNotContain('_', MessageTexts.OfReason(Wire.Name(reason)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("\"type\"")]
    [InlineData("{\"type\":")]
    public void What_is_no_object_is_no_message(string text) =>
        Assert.False(ServerMessage.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("""{"type":"guidance"}""")]
    [InlineData("""{"type":"progress","value":"much","steps":[1]}""")]
    [InlineData("""{"type":"challenge","kind":7,"count":"x"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"stats","frame":7,"dropped":3}""")]
    public void Messages_of_another_shape_do_no_harm(string text)
    {
        Say(new TextOutput(_output, _error), text);
        new SimulateStatistics(new()).HandleStats(Read(text), TimeSpan.Zero);
    }

    [Theory]
    [InlineData("640x480", true)]
    [InlineData("16x4096", true)]
    [InlineData("641x480", false)]
    [InlineData("640x", false)]
    [InlineData("-640x480", false)]
    [InlineData("640x480x2", false)]
    [InlineData("8x8", false)]
    public void A_size_is_two_even_numbers(string text, bool isSize) => Assert.Equal(isSize, PictureSize.TryParse(text, out _));

    static void Say(ISimulateOutput output, string message) => output.Message(TimeSpan.FromSeconds(1), Read(message));

    static ServerMessage Read(string message)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(message), out var read));
        return read;
    }

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
