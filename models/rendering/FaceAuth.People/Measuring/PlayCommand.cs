using System.CommandLine;
using System.Globalization;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Evaluation;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.People.Measuring;

/// <summary><c>play</c>: whole sessions of rendered people through the production pipeline.</summary>
internal static class PlayCommand
{
    const int Rate = 15;

    public static Command Create()
    {
        var models = new Option<DirectoryInfo>("--models") { Description = "Folder with the model files", Required = true };
        var people = new Option<int>("--people") { Description = "How many are enrolled, one after the other", DefaultValueFactory = _ => 3 };
        var first = new Option<int>("--person") { Description = "Number of the first", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Of rooms, light and behaviour", DefaultValueFactory = _ => 1 };
        var kinds = new Option<string>("--kinds") { Description = "What each plays after enrolling, separated by commas; other: somebody else", DefaultValueFactory = _ => "live,other,mask,sunglasses,print,replay,two" };
        var seconds = new Option<double>("--seconds") { Description = "Length of a clip", DefaultValueFactory = _ => 7 };
        var command = new Command("play", "Plays whole sessions of rendered people through the production pipeline.") { models, people, first, seed, kinds, seconds };
        command.SetAction(async (parsed, _) =>
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Models:Directory"] = parsed.GetRequiredValue(models).FullName,
                ["Inference:Provider"] = "Cpu",
            }).Build();
            await using var player = await SessionPlayer.StartAsync(settings);
            using var camera = new SceneCamera();
            for (var i = 0; i < parsed.GetValue(people); i++)
            {
                var person = (ulong)(parsed.GetValue(first) + i);
                var place = (ulong)(parsed.GetValue(seed) + 1000 * i);
                var length = parsed.GetValue(seconds);
                var subject = await player.NewSubjectAsync();
                Tell(person, "enrol", await player.PlayAsync(SessionPurpose.Enroll, subject, PolicyNames.Passive, camera.Film(Casting.Clip("live", person, place, length), Rate, length)));
                foreach (var kind in parsed.GetValue(kinds)!.Split(','))
                {
                    place += 7;
                    var (who, what) = kind == "other" ? (person + 500, "live") : (person, kind);
                    Tell(person, kind, await player.PlayAsync(SessionPurpose.Verify, subject, PolicyNames.Passive, camera.Film(Casting.Clip(what, who, place, length), Rate, length)));
                }
            }
        });
        return command;
    }

    static void Tell(ulong person, string what, SessionOutcome outcome)
    {
        var scores = outcome.Decision.Scores;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{person} {what,-10} {(outcome.Decision.Accepted ? "accepted" : "refused")} {string.Join("+", outcome.Decision.Reasons)} similarity {scores.Similarity:F2}/{scores.Threshold:F2} live {scores.LiveScore:F2} blinks {scores.Blinks} counted {scores.FramesCounted}/{scores.FramesAnalysed} {scores.Duration.TotalSeconds:F1} s [{string.Join(" ", outcome.Events.OfType<AuthEvent.Guidance>().Select(g => g.Detail is { } d ? $"{g.Code}/{d}" : $"{g.Code}"))}]"));
    }
}
