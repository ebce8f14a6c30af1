namespace FaceAuth.Tools.Tests.Load;

/// <summary>Small runs of the scenarios in which connections fare badly.</summary>
public sealed class LoadChurnTests
{
    [Fact]
    public async Task Whoever_goes_however_leaves_no_session_behind()
    {
        var run = await LoadRunResult.RunAsync("churn", "--sessions", "8", "--cycles", "16", "--seconds", "1");

        Assert.Equal(0, run.Value("cycles that failed"));
        Assert.True(run.IsMet("sessions left"));
        Assert.True(run.Value("pictures decoded") > 0);
        // twice 16 cycles: two of each 16 never come, of the others those of even number say goodbye
        Assert.Equal(
            (16, 12, 4), (run.Count("ended", "ClosedByPeer"), run.Count("ended", "ConsentExpired"), run.Count("ended", "NeverConnected")));
    }

    [Fact]
    public async Task Nearly_every_picture_is_decoded_though_one_datagram_in_twenty_is_lost()
    {
        var run = await LoadRunResult.RunAsync("loss", "--sessions", "4", "--loss", "5", "--seconds", "2");

        Assert.True(run.IsMet("5 % lost: sessions up"));
        Assert.InRange(run.Value("5 % lost: pictures decoded"), 4 * 20, 4 * 31);
        Assert.True(run.Value("5 % lost: packets asked for again and received") > 0);
    }
}
