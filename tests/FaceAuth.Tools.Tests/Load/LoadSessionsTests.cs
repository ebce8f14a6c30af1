using System.Text.Json;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Load;

/// <summary>A small run with a whole server, and what is refused before there is one.</summary>
public sealed class LoadSessionsTests
{
    [Fact]
    public async Task Whole_sessions_are_played_and_each_has_its_end()
    {
        Require.Program("ffmpeg", "ffmpeg");
        Require.Ffmpeg();
        if (!OperatingSystem.IsLinux()) throw SharedFiles.CannotRun("Load is measured by /proc.");

        var (code, output, error) = await CommandProcess.RunAsync(
            "load", "--scenario", "sessions", "--people", "1", "--rates", "20", "--seconds", "10", "--json", "-",
            "--server-cpus", "0-1", "--client-cpus", "all", "--Models:Pack", "starter");

        Assert.True(code != 2, error);
        var step = JsonDocument.Parse(output).RootElement.GetProperty("steps")[0];
        var ends = new[] { "busy", "refused", "undecided" }.Sum(end => step.GetProperty(end).GetInt32());
        Assert.True(step.GetProperty("sessions").GetInt32() >= ends);
        Assert.True(step.GetProperty("cores").GetDouble() > 0);
        Assert.True(step.GetProperty("mostResident").GetInt64() > 100 << 20);
        // somebody enrolled, or there were no step: what was played is a face that the models saw
        Assert.Contains("people enrol", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rates takes numbers from 1 to 100000, such as 60,90,120.", "--rates", "60,fast")]
    [InlineData("--people takes 1 to 1000.", "--people", "0")]
    [InlineData("There is no file nobody.mp4.", "--clip", "nobody.mp4")]
    [InlineData("--server needs --api-key", "--server", "http://127.0.0.1:9")]
    public async Task What_cannot_be_is_refused_in_words(string words, string option, string value)
    {
        var (code, _, error) = await CommandProcess.RunAsync("load", "--scenario", "sessions", "--client-cpus", "all", option, value);

        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_of_the_media_plane_takes_one_server()
    {
        var (code, _, error) = await CommandProcess.RunAsync(
            "load", "--server", "http://127.0.0.1:9", "--server", "http://127.0.0.1:10");

        Assert.Equal(2, code);
        Assert.Contains("stream takes one --server; sessions alone takes several.", error, StringComparison.Ordinal);
    }
}
