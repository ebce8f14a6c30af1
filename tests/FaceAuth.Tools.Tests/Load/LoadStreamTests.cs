namespace FaceAuth.Tools.Tests.Load;

/// <summary>Small runs of the scenarios whose sessions stream undisturbed by their own network.</summary>
public sealed class LoadStreamTests
{
    [Fact]
    public async Task Every_picture_of_every_session_arrives_and_what_the_server_uses_is_told()
    {
        var run = await LoadRunResult.RunAsync("stream", "--sessions", "8", "--seconds", "1");

        Assert.True(run.IsMet("sessions up"));
        Assert.True(run.IsMet("pictures received"));
        Assert.InRange(run.Value("pictures received"), 8 * 5, 8 * 16);
        Assert.True(run.IsMet("packets and pictures dropped by the server"));
        Assert.True(run.IsMet("managed memory a session"));
        Assert.True(run.Value("server, cores") > 0);
        Assert.True(run.Value("resident memory") > 10);
    }

    [Fact]
    public async Task Streams_go_on_while_others_connect()
    {
        var run = await LoadRunResult.RunAsync("handshakes", "--sessions", "4", "--handshakes", "12", "--seconds", "2");

        Assert.True(run.IsMet("sessions streaming"));
        Assert.Equal(12, run.Value("sessions up"));
        Assert.True(run.IsMet("pictures received"));
        Assert.Equal(16, run.Counts.GetProperty("connected").GetInt64());
    }

    [Fact]
    public async Task Streams_go_on_through_garbage_which_is_dropped_and_counted()
    {
        var run = await LoadRunResult.RunAsync("garbage", "--sessions", "4", "--garbage", "2000", "--seconds", "1");

        Assert.True(run.IsMet("sessions up"));
        Assert.True(run.IsMet("pictures received"));
        Assert.InRange(run.Count("datagramsDropped", "NoPeer"), 500, 2100);
        Assert.InRange(run.Count("packetsDiscarded", "IceUnauthorized"), 50, 1000);
    }
}
