using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Signaling.Jobs.Imports;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>The codes of what was not imported, and the sentences beside them.</summary>
public sealed partial class ImportReasonsTests
{
    // a photo may be grey
    [Fact]
    public void Every_flaw_of_a_picture_has_its_sentence() => Assert.All(
        Enum.GetValues<FrameFlaw>().Where(flaw => flaw is not (FrameFlaw.None or FrameFlaw.Colourless)),
        flaw => Assert.NotNull(ImportReasons.TextOf(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{flaw}"))));

    [Fact]
    public void The_description_lists_those_that_there_are()
    {
        var table = File.ReadAllLines(Path.Combine(Root(), "FaceAuth.Signaling", "docs", "jobs.md"))
            .Where(line => line.StartsWith("| `duplicate`") || line.StartsWith("| `refused`") || line.StartsWith("| `failed`"));

        var told = table.SelectMany(line => Code().Matches(line[(line.IndexOf("` |", StringComparison.Ordinal) + 3)..]))
            .Select(match => match.Groups[1].Value).Where(code => code != "as").ToHashSet();

        Assert.Equal(ImportReasons.All.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FaceAuth.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
