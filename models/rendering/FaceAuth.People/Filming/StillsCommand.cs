using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaceAuth.People.Covers;
using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Filming;

/// <summary><c>stills</c>: many single pictures with labels.</summary>
internal static class StillsCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Pictures", DefaultValueFactory = _ => 100 }.Within(1, 1_000_000);
        var seed = new Option<int>("--seed") { Description = "Which pictures: the same seed gives the same", DefaultValueFactory = _ => 1 };
        var people = new Option<int>("--people")
        {
            Description = "Different people; 0 for one every four pictures",
            DefaultValueFactory = _ => 0,
        }.Within(0, 1_000_000);
        var first = new Option<int>("--first-person")
        {
            Description = "Number of the first person: keep those of training and test apart",
            DefaultValueFactory = _ => 1,
        }.Within(0, int.MaxValue);
        var obstacles = new Option<float>("--obstacles")
        {
            Description = "Share with something in front of the face, 0–1",
            DefaultValueFactory = _ => 0.2f,
        }.Within(0, 1);
        var attacks = new Option<float>("--attacks")
        {
            Description = "Share of prints and screens, 0–1",
            DefaultValueFactory = _ => 0.2f,
        }.Within(0, 1);
        var mesh = new Option<bool>("--mesh") { Description = "Labels hold all 478 points" };
        var workers = new Option<int>("--workers")
        {
            Description = "Pictures rendered at once",
            DefaultValueFactory = _ => 1,
        }.Within(1, 512);
        var format = new Option<string>("--format") { Description = "jpg or png", DefaultValueFactory = _ => "jpg" };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for pictures and labels.jsonl", Required = true };
        var command = new Command("stills", "Renders single pictures of people, with labels.")
        {
            count, seed, people, first, obstacles, attacks, mesh, workers, format, output,
        };
        format.AcceptOnlyFromAmong("jpg", "png");
        command.Validators.Add(result =>
        {
            if (result.GetResult(obstacles)?.GetValueOrDefault<float>() + result.GetResult(attacks)?.GetValueOrDefault<float>() > 1)
                result.AddError("--obstacles and --attacks are shares of the same pictures: together they are at most 1.");
        });
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            folder.Create();
            var pictures = parsed.GetValue(count);
            var persons = parsed.GetValue(people) is > 0 and var asked ? asked : Math.Max(1, pictures / 4);
            var suffix = parsed.GetValue(format)!;
            var from = (ulong)parsed.GetValue(first);
            var plan = new Plan(parsed.GetValue(obstacles), parsed.GetValue(attacks));
            using var writer = new FrameWriter(
                Path.Combine(folder.FullName, $"%06d.{suffix}"), 640, 480, 1,
                suffix == "jpg" ? ["-q:v", "2", "-start_number", "0"] : ["-start_number", "0"]);
            using var labels = File.Create(Path.Combine(folder.FullName, "labels.jsonl"));
            var rendered = ParallelEnumerable.Range(0, pictures).AsOrdered().WithDegreeOfParallelism(parsed.GetValue(workers))
                .WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(i => Render(plan, from + (ulong)(i % persons), Dice.Mix(((ulong)parsed.GetValue(seed) << 32) + (ulong)i)));
            var number = 0;
            foreach (var (picture, truth, kind) in rendered)
            {
                writer.Write(picture);
                var name = string.Create(CultureInfo.InvariantCulture, $"{number++:D6}.{suffix}");
                using (var json = new Utf8JsonWriter(labels))
                {
                    LabelJson.Write(json, truth, extra =>
                    {
                        extra.WriteString("file", name);
                        extra.WriteString("kind", kind);
                    }, parsed.GetValue(mesh));
                }

                labels.WriteByte((byte)'\n');
            }

            Console.WriteLine($"{number} pictures of {persons} people in {folder.FullName}");
        });
        return command;
    }

    static (Picture Picture, Truth Truth, string Kind) Render(Plan plan, ulong person, ulong seed)
    {
        var kind = plan.Kind(new Dice(seed, "kind"));
        var film = new Film(Casting.Still(kind, person, seed));
        return (film.Take(0), film.TruthOf(0), kind);
    }

    sealed record Plan(float Obstacles, float Attacks)
    {
        public string Kind(Dice dice)
        {
            var at = dice.Unit();
            if (at < Obstacles) return dice.Of<string>(CoverKinds.Obstacles);
            if (at < Obstacles + Attacks) return dice.Happens(0.5f) ? "print" : "replay";
            return dice.Happens(0.12f) ? "glasses" : "live";
        }
    }
}
