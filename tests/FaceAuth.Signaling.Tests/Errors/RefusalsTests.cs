using System.Runtime.CompilerServices;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Tests.Errors;

public sealed class RefusalsTests
{
    [Fact]
    public void The_readme_shows_every_refusal_as_it_is()
    {
        var readme = File.ReadAllLines(Path.Combine(SourceFolder(), "..", "..", "..", "FaceAuth.Signaling", "README.md"));
        var section = readme.SkipWhile(line => line != "## Refusals").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));
        var shown = section.Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(Refusals.All.Select(refusal => $"| `{refusal.Code}` | {refusal.Status} | {refusal.Text} |"), shown);
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
