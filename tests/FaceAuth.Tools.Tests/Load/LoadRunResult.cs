using System.Text.Json;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Load;

/// <summary>A small run of the built command against a server process of its own, read back from its JSON.</summary>
internal sealed class LoadRunResult(JsonElement report)
{
    const int NotMeasured = 2;

    public JsonElement Counts => report.GetProperty("counts");

    public static async Task<LoadRunResult> RunAsync(string scenario, params string[] more)
    {
        Require.Program("ffmpeg", "ffmpeg");
        Require.Ffmpeg();
        if (!OperatingSystem.IsLinux()) throw SharedFiles.CannotRun("Load is measured by /proc.");
        var (code, output, error) = await CommandProcess.RunAsync(["load", "--scenario", scenario, "--json", "-", .. more]);
        Assert.True(code != NotMeasured, error);
        return new LoadRunResult(JsonDocument.Parse(output).RootElement);
    }

    /// <summary>The number of a figure.</summary>
    public double Value(string name) => Figure(name).GetProperty("value").GetDouble();

    /// <summary>Whether a figure meets its target.</summary>
    public bool IsMet(string name) => Figure(name).GetProperty("isMet").GetBoolean();

    public long Count(string name, string reason) => Counts.GetProperty(name).TryGetProperty(reason, out var count) ? count.GetInt64() : 0;

    JsonElement Figure(string name) =>
        report.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("name").GetString() == name);
}
