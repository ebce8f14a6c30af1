using System.CommandLine;
using System.Globalization;
using FaceAuth.Accuracy.Playing;
using FaceAuth.People.Filming;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.People.Measuring;

/// <summary><c>play</c>: whole sessions of rendered people through the production pipeline.</summary>
internal static class PlayCommand
{
    public static Command Create()
    {
        var models =
            new Option<DirectoryInfo>("--models") { Description = "Folder with the model files", Required = true }.AcceptExistingOnly();
        var pack = new Option<string>("--pack")
        {
            Description = "Which models look",
            DefaultValueFactory = _ => ModelsOptions.PreferredPack,
        };
        var people = new Option<int>("--people")
        {
            Description = "How many are enrolled, one after the other",
            DefaultValueFactory = _ => 3,
        };
        var first = new Option<int>("--person") { Description = "Number of the first", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Of rooms, light and behaviour", DefaultValueFactory = _ => 1 };
        var kinds = new Option<string>("--kinds")
        {
            Description = "What each plays after enrolling, separated by commas; other: somebody else",
            DefaultValueFactory = _ => "live,other,mask,sunglasses,print,replay,two",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long they blink of their own accord",
            DefaultValueFactory = _ => 60,
        };
        var policy = new Option<string>("--policy")
        {
            Description = "Of enrolling and verifying; live people answer its challenges",
            DefaultValueFactory = _ => PolicyNames.Passive,
        };
        var challenges = new Option<int>("--challenges")
        {
            Description = "Seed of what is asked for; each person after the first gets the next",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("play", "Plays whole sessions of rendered people through the production pipeline.")
        {
            models, pack, people, first, seed, kinds, seconds, policy, challenges,
        };
        command.SetAction(async (parsed, _) =>
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Models:Directory"] = parsed.GetRequiredValue(models).FullName,
                ["Models:Pack"] = parsed.GetValue(pack),
                ["Inference:Provider"] = "Cpu",
            }).Build();
            await using var player = await SessionPlayer.StartAsync(settings);
            using var camera = new SceneCamera();
            var attendance = new Attendance(player, camera);
            var (length, demanded) = (parsed.GetValue(seconds), parsed.GetValue(policy)!);
            Task<SessionOutcome> Play(SessionPurpose purpose, Guid subject, string kind, ulong person, ulong place)
            {
                var scene = Casting.Clip(kind, person, place, length);
                var answers = scene is LiveScene live ? new RespondingPerson(live.Actors[0].Behaviour, place) : null;
                return attendance.PlayAsync(purpose, subject, demanded, scene, answers);
            }

            for (var i = 0; i < parsed.GetValue(people); i++)
            {
                var person = (ulong)(parsed.GetValue(first) + i);
                var place = (ulong)(parsed.GetValue(seed) + 1000 * i);
                var subject = await player.NewSubjectAsync();
                player.FixChallenges(parsed.GetValue(challenges) + i);
                Tell(person, "enrol", await Play(SessionPurpose.Enroll, subject, "live", person, place));
                foreach (var kind in parsed.GetValue(kinds)!.Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    place += 7;
                    var (who, what) = kind == "other" ? (person + 500, "live") : (person, kind);
                    Tell(person, kind, await Play(SessionPurpose.Verify, subject, what, who, place));
                }
            }
        });
        return command;
    }

    static void Tell(ulong person, string what, SessionOutcome outcome)
    {
        var scores = outcome.Decision.Scores;
        var (asked, answered) = (outcome.Events.OfType<AuthEvent.Challenge>().Count(), outcome.Events.OfType<AuthEvent.ChallengeOver>());
        var guidance = outcome.Events.OfType<AuthEvent.Guidance>().Select(g => g.Detail is { } d ? $"{g.Code}/{d}" : $"{g.Code}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{person} {what,-10} {(outcome.Decision.Accepted ? "accepted" : "refused")} {string.Join("+", outcome.Decision.Reasons)} "
            + $"similarity {scores.Similarity:F2}/{scores.Threshold:F2} live {scores.LiveScore:F2} blinks {scores.Blinks} "
            + $"challenges {answered.Count(c => c.Answered)}/{asked} counted {scores.FramesCounted}/{scores.FramesAnalysed} "
            + $"{scores.Duration.TotalSeconds:F1} s {Asked(outcome)} [{string.Join(" ", guidance)}]"));
    }

    // what was asked for, and whether it was done
    static string Asked(SessionOutcome outcome)
    {
        var asked = outcome.Events.OfType<AuthEvent.Challenge>().Select(c => c.Count > 1 ? $"{c.Kind}x{c.Count}" : $"{c.Kind}");
        var over = outcome.Events.OfType<AuthEvent.ChallengeOver>().Select(c => c.Answered ? "done" : "missed").ToList();
        return string.Join(' ', asked.Select((kind, i) => $"{kind}:{(i < over.Count ? over[i] : "open")}"));
    }
}
