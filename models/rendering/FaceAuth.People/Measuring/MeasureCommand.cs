using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using FaceAuth.People.Filming;
using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.People.Measuring;

/// <summary><c>measure</c>: what the production models make of rendered people.</summary>
internal static class MeasureCommand
{
    // what each person is looked at in: name, state
    static readonly (string Name, FaceState State)[] Views =
    [
        ("frontal", new() { Distance = 52 }),
        ("frontal", new() { Distance = 60, Smile = 0.3f }),
        ("turned 15°", new() { Distance = 52, Yaw = 15 }),
        ("turned −20°", new() { Distance = 52, Yaw = -20 }),
        ("up 12°", new() { Distance = 52, Pitch = 12 }),
        ("down 12°", new() { Distance = 52, Pitch = -12 }),
        ("tilted 12°", new() { Distance = 52, Roll = 12 }),
        ("smiling", new() { Distance = 52, Smile = 1.2f }),
        ("mouth open", new() { Distance = 52, MouthOpen = 0.25f }),
        ("eyes closed", new() { Distance = 52, RightEye = 0, LeftEye = 0 }),
        ("far, 90 cm", new() { Distance = 90 }),
    ];

    public static Command Create()
    {
        var models =
            new Option<DirectoryInfo>("--models") { Description = "Folder with the model files", Required = true }.AcceptExistingOnly();
        var pack = new Option<string>("--pack")
        {
            Description = "Which models look",
            DefaultValueFactory = _ => ModelsOptions.PreferredPack,
        };
        // one has no impostor
        var count = new Option<int>("--count") { Description = "People", DefaultValueFactory = _ => 20 }.Within(2, 1_000_000);
        var seed = new Option<int>("--seed") { Description = "The first person", DefaultValueFactory = _ => 1000 };
        var command = new Command("measure", "What the production models make of rendered people.") { models, pack, count, seed };
        command.SetAction(parsed =>
        {
            using var witness = new Eyewitness(parsed.GetRequiredValue(models).FullName, parsed.GetValue(pack)!);
            Measure(witness, parsed.GetValue(seed), parsed.GetValue(count));
        });
        return command;
    }

    static void Measure(Eyewitness witness, int seed, int count)
    {
        var tallies = Views.Select(view => view.Name).Distinct().ToDictionary(name => name, _ => new ViewTally());
        var embeddings = new List<(int Person, string View, float[] Embedding)>();
        for (var i = 0; i < count; i++)
        {
            var person = new Person((ulong)(seed + i));
            for (var v = 0; v < Views.Length; v++)
            {
                var (name, state) = Views[v];
                var setting = Setting.Draw((ulong)(seed + i * 100 + v / 2));   // another place every other picture
                var scene = new LiveScene(
                    setting, new Actor(person, Look.Draw(new Dice(setting.Seed, "look")), new Behaviour(setting.Seed, state)));
                var film = new Film(scene);
                var sighting = witness.Look(film.Take(v));
                tallies[name].Add(sighting, film.TruthOf(v));
                if (sighting is not null) embeddings.Add((i, name, sighting.Embedding));
            }
        }

        foreach (var (name, tally) in tallies) Console.WriteLine($"{name,-12} {tally}");
        Pairs(embeddings, "all views", _ => true);
        Pairs(embeddings, "frontal", view => view == "frontal");
    }

    static void Pairs(List<(int Person, string View, float[] Embedding)> embeddings, string name, Func<string, bool> takes)
    {
        var (genuine, impostor) = (new List<float>(), new List<float>());
        var taken = embeddings.Where(e => takes(e.View)).ToList();
        for (var i = 0; i < taken.Count; i++)
            for (var j = 0; j < i; j++)
                (taken[i].Person == taken[j].Person ? genuine : impostor)
                    .Add(TensorPrimitives.Dot<float>(taken[i].Embedding, taken[j].Embedding));
        genuine.Sort();
        impostor.Sort();
        float At(double far) => impostor[(int)(impostor.Count * (1 - far))];
        double Above(float t) => genuine.Count(g => g > t) / (double)genuine.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: genuine {genuine.Count} median {genuine[genuine.Count / 2]:F3} "
            + $"5 % {genuine[genuine.Count / 20]:F3} least {genuine[0]:F3}; "
            + $"impostor {impostor.Count} median {impostor[impostor.Count / 2]:F3} 99 % {At(0.01):F3} 99.9 % {At(0.001):F3} "
            + $"most {impostor[^1]:F3}; TAR {Above(At(0.01)):P1} at 1e-2, {Above(At(0.001)):P1} at 1e-3; "
            + $"at 0.46: TAR {Above(0.46f):P1} FAR {impostor.Count(s => s > 0.46f) / (double)impostor.Count:P2}"));
    }
}
