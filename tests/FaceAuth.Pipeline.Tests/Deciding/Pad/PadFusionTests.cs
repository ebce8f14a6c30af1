using System.Text;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;

namespace FaceAuth.Pipeline.Tests.Deciding.Pad;

/// <summary>The project's own model: what is taken for one, and what it says.</summary>
public sealed class PadFusionTests : IDisposable
{
    const string Good = """
        { "id": "f", "note": "left aside", "features": [
          { "name": "narrow", "mean": 0.1, "deviation": 0.5, "weight": 1 },
          { "name": "wide", "mean": -0.1, "deviation": 0.5, "weight": 0.5 },
          { "name": "stir", "mean": 0.3, "deviation": 0.4, "weight": 0.25 },
          { "name": "texturedStir", "mean": 0, "deviation": 1, "weight": 0 }], "intercept": 0.2 }
        """;

    static readonly PackEntry Pack = new("p", "", "", false, new Dictionary<string, IReadOnlyList<string>>());

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-fusion-").FullName;

    [Fact]
    public void Adds_up_what_each_feature_says_in_deviations()
    {
        var fusion = Parse(Good);

        var score = fusion.Score(new PadFeatures(0.6f, -0.1f, 0.7f, 5));

        Assert.Equal("f", fusion.Id);
        Assert.Equal(1 / (1 + Math.Exp(-(0.2 + 1 + 0 + 0.25))), score, 5);
    }

    [Fact]
    public void The_closest_crop_counts_where_the_fusion_has_a_term_for_it()
    {
        var plain = Parse(Good);
        var closer = Parse(
            Good.Replace(
                "\"weight\": 0 }]", "\"weight\": 0 }, { \"name\": \"close\", \"mean\": 0.1, \"deviation\": 0.5, \"weight\": 2 }]",
                StringComparison.Ordinal));
        var features = new PadFeatures(0.6f, -0.1f, 0.7f, 5, Close: 0.35f);

        var score = closer.Score(features);

        Assert.Equal((false, true), (plain.TakesClose, closer.TakesClose));
        Assert.Equal(plain.Score(features with { Close = 0 }), plain.Score(features));
        Assert.Equal(1 / (1 + Math.Exp(-(0.2 + 1 + 0 + 0.25 + 1))), score, 5);
    }

    [Theory]
    [InlineData("\"weight\": 0.5", "\"weight\": -0.5", "weight of 0 or more for wide")]
    [InlineData("\"deviation\": 0.4", "\"deviation\": 0", "deviation above 0 for stir")]
    [InlineData("\"narrow\"", "\"wide\"", "features narrow, wide, stir, texturedStir")]
    [InlineData("\"id\": \"f\"", "\"id\": \" \"", "has no id")]
    [InlineData("\"intercept\": 0.2", "\"intercept\": 1e39", "")]
    [InlineData("\"intercept\": 0.2", "\"other\": 1", "cannot be read")]
    [InlineData("{ \"id\"", "\"id\"", "cannot be read")]
    public void What_is_no_fusion_is_refused_and_said(string from, string to, string said)
    {
        var fault = Assert.Throws<ModelException>(() => Parse(Good.Replace(from, to, StringComparison.Ordinal)));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_the_one_named_is_refused()
    {
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(Path.Combine(_folder, "f.json"), Good);
        var manifest = new ModelManifest([], []) { PadFusion = new("f.json", new string('0', 64), 1) };

        var fault = Assert.Throws<ModelException>(() => PadFusionFile.Read(manifest, Pack, path));
        Assert.Contains("SHA-256", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ModelException>(() => PadFusionFile.Read(manifest with { PadFusion = null }, Pack, path));
        Assert.Throws<ModelException>(
            () => PadFusionFile.Read(manifest with { PadFusion = new("none.json", new string('0', 64), 1) }, Pack, path));
    }

    [Fact]
    public void A_pack_with_a_fusion_of_its_own_is_judged_by_that()
    {
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(Path.Combine(_folder, "own.json"), Good.Replace("\"f\"", "\"own\"", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(Path.Combine(_folder, "own.json"));
        var own = new OwnModelEntry(
            "own.json", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), bytes.Length);
        var manifest = new ModelManifest([], []) { PadFusion = new("f.json", new string('0', 64), 1) };

        var fusion = PadFusionFile.Read(manifest, Pack with { PadFusion = own }, path);

        Assert.Equal("own", fusion.Id);
    }

    [Fact]
    public void The_fusion_in_use_wants_sure_networks_and_a_lively_face_and_takes_neither_alone()
    {
        var fusion = TestPacks.Of("permissive").Fusion;

        Assert.True(fusion.Score(new(0.6f, 0.6f, 0.7f, 0.2f, 0.6f)) > 0.75f);
        Assert.True(fusion.Score(new(0.2f, 0.2f, 0, -0.5f, 0.2f)) < 0.75f);    // networks in doubt, as still as a photo
        Assert.True(fusion.Score(new(0.6f, 0.6f, 0.3f, -0.4f, -0.4f)) < 0.75f);  // one of three is sure that it is none
    }

    [Fact]
    public void The_liveliest_face_on_a_clear_screen_is_no_live_one()
    {
        var pad = new PadMachine(new LiveScoreOptions(), TestPacks.Of("permissive").Fusion);

        for (var picture = 0; picture < 60; picture++)
        {
            var now = TimeSpan.FromSeconds(picture / 15.0);
            pad.Add(now, new AntiSpoofScores(0.01f, 0.6f));
            if (picture % 7 == 0) pad.Add(now, new FaceChange(0.02f, new SceneChange(60, 1, 3, 0.1f)));
        }

        Assert.False(pad.IsLive);
        Assert.True(pad.IsSuspect);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static PadFusion Parse(string json) => PadFusionFile.Parse(Encoding.UTF8.GetBytes(json), "test");
}
