using FaceAuth.Accuracy.Summary;

namespace FaceAuth.Accuracy.Tests.Summary;

/// <summary>The operator's list of sets.</summary>
public sealed class SetsFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-sets-").FullName;

    [Fact]
    public void A_set_is_measured_once_for_each_of_its_groupings_with_paths_beside_the_list()
    {
        var runs = SetsFile.Read(Write("""
            { "sets": [
              { "name": "staff", "kind": "people", "path": "staff", "sessions": "3,3", "labels": { "sex": "sex.csv", "age": "age.csv" } },
              { "name": "prints", "kind": "attacks", "live": "live", "path": "/x", "seconds": 10, "manifest": "loo/manifest.json" },
              { "name": "hands", "kind": "covers", "covered": ["a", "b"], "plain": ["c"] }, // and nothing else
            ] }
            """));

        Assert.Equal(
            [("staff", "sex"), ("staff", "age"), ("prints", null), ("hands", null)], runs.Select(run => (run.Name, run.By)));
        Assert.Equal(["verify", "--identities", At("staff"), "--sessions", "3,3", "--labels", At("sex.csv")], runs[0].Line);
        Assert.Equal(
            ["pad", "--live", At("live"), "--attacks", "/x", "--seconds", "10", "--manifest", At("loo/manifest.json")], runs[2].Line);
        Assert.Equal(["obstacle", "--covered", At("a"), "--covered", At("b"), "--plain", At("c")], runs[3].Line);
    }

    [Theory]
    [InlineData("names no set", "{}")]
    [InlineData("\"kind\" is people, attacks", """{ "sets": [{ "name": "a", "kind": "cats" }] }""")]
    [InlineData("a: \"path\" is missing", """{ "sets": [{ "name": "a", "kind": "people" }] }""")]
    [InlineData("A set has no name", """{ "sets": [{ "kind": "people" }] }""")]
    [InlineData("pathh", """{ "sets": [{ "name": "a", "kind": "people", "pathh": "x" }] }""")]
    [InlineData("cannot be read", "no JSON")]
    public void What_makes_no_sense_is_named(string said, string list)
    {
        var file = Write(list);

        Assert.Contains(said, Assert.Throws<EvalException>(() => SetsFile.Read(file)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    string Write(string list)
    {
        File.WriteAllText(At("sets.json"), list);
        return At("sets.json");
    }
}
