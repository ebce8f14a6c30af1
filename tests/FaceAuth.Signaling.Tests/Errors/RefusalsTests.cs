using System.Runtime.CompilerServices;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Tests.Errors;

public sealed class RefusalsTests
{
    [Fact]
    public void The_docs_show_every_refusal_as_it_is()
    {
        var docs = File.ReadAllLines(Path.Combine(SourceFolder(), "..", "..", "..", "FaceAuth.Signaling", "docs", "refusals.md"));
        var shown = new List<string>();
        var section = docs.SkipWhile(line => line != "## Refusals").Skip(1);
        foreach (var line in section.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("- `", StringComparison.Ordinal)) shown.Add(line);
            else if (line.StartsWith("  ", StringComparison.Ordinal)) shown[^1] += line[1..];
        }

        Assert.Equal(Refusals.All.Select(refusal => $"- `{refusal.Code}` {refusal.Status}: {refusal.Text}"), shown);
    }

    [Fact]
    public void Every_refusal_says_what_to_do_in_a_sentence()
    {
        Assert.All(Refusals.All, refusal =>
        {
            Assert.Matches("^[a-z_]+$", refusal.Code);
            Assert.Matches("^[A-Z][^<>]+[.]$", refusal.Text);
            Assert.InRange(refusal.Status, 400, 599);
        });
        Assert.Equal(Refusals.All.Count(), Refusals.All.DistinctBy(refusal => refusal.Code).Count());
    }

    static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
