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
}
