using System.Numerics;
using System.Text.Json;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;
using FaceAuth.People.Scenes;
using FaceAuth.Testing;

namespace FaceAuth.People.Tests.Flows;

/// <summary>What labels say is what the production models see.</summary>
public sealed class LabelsAreTrueTests(ITestOutputHelper output)
{
    [Fact]
    public void The_five_points_lie_where_the_mesh_finds_them()
    {
        using var witness = Witnesses.One();
        for (var person = 1ul; person <= 3; person++)
        {
            var film = new Film(new LiveScene(
                Setting.Draw(person), new Actor(new Person(person), Look.Draw(new(person, "look")), new Behaviour(person, new()))));

            var sighting = witness.Look(film.Take(0), embeds: false);

            Assert.NotNull(sighting);
            Assert.True(sighting.Presence > 0.9f);
            var truth = film.TruthOf(0);
            var width = truth.Mesh[3 * 454] - truth.Mesh[3 * 234];
            for (var i = 0; i < 5; i++)
                Assert.InRange(
                    Vector2.Distance(sighting.FivePoints[i], new(truth.FivePoints[2 * i], truth.FivePoints[2 * i + 1])) / width, 0, 0.04f);
        }
    }

    [Theory]
    [InlineData("anton_enrol")]
    [InlineData("bert")]
    public void The_mesh_sees_closed_eyes_where_the_labels_say_so_and_open_ones_elsewhere(string clip)
    {
        using var witness = Witnesses.One();
        using var labels = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Witnesses.Clip(clip), ".json")));
        var frames = labels.RootElement.GetProperty("frames").EnumerateArray().ToList();
        List<(double Open, float Seen)> eyes = [];
        foreach (var frame in Clips.Frames(Witnesses.Clip(clip)))
        {
            using (frame)
            {
                var sighting = witness.Look(Picture.Of(frame), embeds: false);
                Assert.NotNull(sighting);
                eyes.Add((frames[eyes.Count].GetProperty("right_eye").GetDouble(), sighting.Eyes));
            }
        }

        Assert.Equal(frames.Count, eyes.Count);
        var level = eyes.Where(e => e.Open > 0.95).Select(e => e.Seen).Order().ElementAt(eyes.Count(e => e.Open > 0.95) / 2);
        output.WriteLine(
            $"open level {level:F3}; closed {string.Join(" ", eyes.Where(e => e.Open < 0.1).Select(e => e.Seen.ToString("F3")))}");
        Assert.Contains(eyes, e => e.Open < 0.1);
        Assert.All(eyes.Where(e => e.Open < 0.1), e => Assert.True(e.Seen < 0.5 * level));
        Assert.All(eyes.Where(e => e.Open > 0.9), e => Assert.True(e.Seen > 0.7 * level));
    }
}
