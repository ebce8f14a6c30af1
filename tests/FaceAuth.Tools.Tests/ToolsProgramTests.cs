using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests;

/// <summary>What the tools' program takes for a verb and an argument.</summary>
public sealed class ToolsProgramTests
{
    [Theory]
    [InlineData("\"extra\" is not understood. See faceauth load --help.", "load", "extra")]
    [InlineData("\"--session\" is not understood. See faceauth load --help.", "load", "--session", "3")]
    [InlineData("\"extra\" is not understood. See faceauth load serve --help.", "load", "serve", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth eval thresholds --help.", "eval", "thresholds", "extra")]
    [InlineData("\"serve\" is not understood. See faceauth --help.", "serve")]
    public async Task What_is_not_understood_is_named_and_nothing_is_done(string said, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var code = await ToolsProgram.Tools.RunAsync(arguments, output, error);

        Assert.Equal((2, ""), (code, output.ToString()));
        Assert.Contains(said, Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leave --group out", "verify", "--subject", "ada", "--group", "staff")]
    [InlineData("leave --consent out", "identify", "--consent", "2026-11")]
    public async Task Simulate_says_which_option_does_not_go_with_its_purpose(string said, string purpose, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var code = await ToolsProgram.Tools.RunAsync(
            ["simulate", "clip.mp4", "--api-key", "fa_key", "--purpose", purpose, .. more], output, error);

        Assert.Equal((2, ""), (code, output.ToString()));
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_names_every_verb()
    {
        var (code, output, _) = await CommandProcess.RunAsync("eval", "--help");

        Assert.Equal(0, code);
        Assert.All(
            ["verify", "identify", "pad", "obstacle", "blink", "faces", "funnel", "thresholds"],
            verb => Assert.Contains(verb, output, StringComparison.Ordinal));
    }
}
