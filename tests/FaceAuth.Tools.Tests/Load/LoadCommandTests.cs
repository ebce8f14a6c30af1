using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Load;

public sealed class LoadCommandTests
{
    [Theory]
    [InlineData("--scenario", "rain")]
    [InlineData("--sessions", "0")]
    [InlineData("--sessions", "5001")]
    [InlineData("--seconds", "601")]
    [InlineData("--garbage", "200001")]
    [InlineData("--cycles", "100001")]
    [InlineData("--loss", "51")]
    public async Task What_is_out_of_bounds_is_refused(string option, string value)
    {
        var (code, _, error) = await CommandProcess.RunAsync("load", option, value);

        Assert.Equal(2, code);
        Assert.Contains(option == "--scenario" ? "rain" : option, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_elsewhere_is_asked_and_named_when_nobody_answers()
    {
        Require.Program("ffmpeg", "ffmpeg");

        var (code, _, error) = await CommandProcess.RunAsync("load", "--server", "http://127.0.0.1:9", "--client-cpus", "all");

        Assert.Equal(2, code);
        Assert.Contains(
            "No load server answers at http://127.0.0.1:9/. Start one there with faceauth load serve.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.5:8090")]
    [InlineData("ftp://10.0.0.5")]
    [InlineData("elsewhere")]
    public async Task What_is_no_address_of_a_server_is_refused_in_one_line(string server)
    {
        var (code, _, error) = await CommandProcess.RunAsync("load", "--server", server);

        Assert.Equal(2, code);
        Assert.Contains(
            "--server takes an address such as http://10.0.0.5:8090.",
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
