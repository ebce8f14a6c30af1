using System.Text;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Accuracy.Tests.Verify;

public sealed class ManifestEditTests
{
    const string Manifest = """
        {
          "packs": [ { "name": "accept", "members": { "embedder": ["b"] } } ],
          "models": [
            { "id": "a", "thresholds": [ { "name": "accept", "value": 0.1, "from": "A" } ] },
            {
              "id": "b",
              "source": { "url": null },
              "thresholds": [
                { "name": "other", "value": 1, "from": "O" },
                { "from": "ISO, \"old\" é", "value":0.46 , "name": "accept" }   
              ]
            }
          ]
        }

        """;

    [Fact]
    public void Value_and_source_change_and_nothing_else()
    {
        var edited = Encoding.UTF8.GetString(
            ManifestEdit.Replace(Encoding.UTF8.GetBytes(Manifest), "b", "accept", 0.34249, "LFW: 1 of 2 \"x\""));

        Assert.Equal(
            Manifest.Replace("0.46", "0.342", StringComparison.Ordinal)
                .Replace("\"ISO, \\\"old\\\" é\"", "\"LFW: 1 of 2 \\\"x\\\"\"", StringComparison.Ordinal),
            edited);
    }

    [Fact]
    public void The_worst_group_is_added_and_then_replaced()
    {
        var once = ManifestEdit.Replace(Encoding.UTF8.GetBytes(Manifest), "b", "accept", 0.5, "A", "women, 1e-4");

        var twice = Encoding.UTF8.GetString(ManifestEdit.Replace(once, "b", "accept", 0.6, "B", "men, 2e-4"));

        Assert.Contains("""{ "from": "B", "worstGroup": "men, 2e-4", "value":0.6 , "name": "accept" }""", twice, StringComparison.Ordinal);
        Assert.Equal(1, twice.Split("worstGroup").Length - 1);
    }

    [Fact]
    public void The_shipped_manifest_stays_valid()
    {
        var shipped = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", "manifest.json"));

        var edited = ManifestEdit.Replace(shipped, "mobilefacenet_128d", "accept", 0.5, "test");

        using var before = System.Text.Json.JsonDocument.Parse(shipped);
        using var after = System.Text.Json.JsonDocument.Parse(edited);
        Assert.Equal(Lines(shipped).Length, Lines(edited).Length);
        Assert.Equal(2, Lines(shipped).Zip(Lines(edited)).Count(pair => pair.First != pair.Second));

        static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n');
    }

    [Theory]
    [InlineData("c", "accept")]
    [InlineData("b", "missing")]
    public void What_is_not_there_is_not_added(string model, string threshold) =>
        Assert.Throws<EvalException>(() => ManifestEdit.Replace(Encoding.UTF8.GetBytes(Manifest), model, threshold, 1, "x"));
}
