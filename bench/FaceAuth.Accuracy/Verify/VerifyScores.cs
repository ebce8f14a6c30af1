using System.Runtime.InteropServices;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Comparisons made.</summary>
internal sealed record VerifyScores
{
    /// <summary>Scores of the comparisons that could be made.</summary>
    public required VerificationRates Rates { get; init; }

    /// <summary>Genuine comparisons that a failure to acquire prevented.</summary>
    public required long MissedGenuine { get; init; }

    /// <summary>Impostor comparisons that a failure to acquire prevented.</summary>
    public required long MissedImpostor { get; init; }

    /// <summary>Accuracy over folds; null where there are none.</summary>
    public FoldAccuracy? Folds { get; init; }

    /// <summary>Scores by group; null without labels.</summary>
    public GroupScores? Groups { get; init; }

    /// <summary>Sessions of several pictures; null where none were asked for.</summary>
    public SessionScores? Sessions { get; init; }

    /// <summary>Compares what the data asks for.</summary>
    /// <param name="data">Pictures, and who or which with which.</param>
    /// <param name="results">What came of each picture.</param>
    /// <param name="groups">Groups of the pictures, and what is to be told of them.</param>
    /// <param name="shift">What is taken from a probe's similarity to anybody; of a pair the later picture is the probe.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public static VerifyScores Of(
        VerifyData data, IReadOnlyList<PictureResult> results, VerifyGroups groups, Func<float[], float> shift, int workers,
        CancellationToken cancellation)
    {
        ComparedFace?[] faces = [.. results.Select(result => result.Embedding is null ? null : Face(Embedding(result).ToArray()))];
        if (data.Pairs is { } pairs) return OfPairs(pairs, faces, groups.Of);
        return OfAll(data.People, faces, groups, workers, cancellation) with
        {
            Sessions = data.Sessions is { } size ? SessionScores.Of(size, faces, data.People, groups.Of, cancellation) : null,
        };

        ComparedFace Face(float[] embedding) => new(embedding, shift(embedding));
    }

    static VerifyScores OfPairs(IReadOnlyList<VerifyPair> pairs, ComparedFace?[] faces, IReadOnlyList<string?> groups)
    {
        VerificationRates rates = new(new(), new());
        SortedDictionary<string, VerificationRates> byGroup = new(StringComparer.Ordinal);
        VerificationRates across = new(new(), new());
        List<(int, bool, float)> trials = [];
        var (genuine, impostor) = (0, 0);
        foreach (var pair in pairs)
        {
            if (Similarity(faces[pair.A], faces[pair.B]) is not { } score)
            {
                if (pair.Same) genuine++;
                else impostor++;
                trials.Add((pair.Fold, pair.Same, -1));
                continue;
            }

            trials.Add((pair.Fold, pair.Same, score));
            Add(rates, pair.Same, score);
            if (pair.Label is null && groups.Count > 0 && groups[pair.A] is { } one && groups[pair.B] is { } other && one != other)
                Add(across, pair.Same, score);
            if ((pair.Label ?? Shared(groups, pair.A, pair.B)) is not { } group) continue;
            if (!byGroup.TryGetValue(group, out var own)) byGroup[group] = own = new(new(), new());
            Add(own, pair.Same, score);
        }

        return new()
        {
            Rates = rates,
            MissedGenuine = genuine,
            MissedImpostor = impostor,
            Folds = FoldAccuracy.Of(trials),
            Groups = byGroup.Count == 0 && across.Impostor.Count == 0
                ? null : new([.. byGroup.Select(entry => (entry.Key, entry.Value))], across, []),
        };
    }

    static VerifyScores OfAll(
        IReadOnlyList<int> people, ComparedFace?[] faces, VerifyGroups groups, int workers, CancellationToken cancellation)
    {
        var rates = Compare(faces, people, workers, cancellation);
        foreach (var (a, b) in groups.LeftOut)
        {
            if (Similarity(faces[a], faces[b]) is { } score) Remove(rates, people[a] == people[b], score);
        }

        var left = groups.LeftOut.Count(pair => people[pair.Item1] == people[pair.Item2]);
        var (genuine, all) = (people.GroupBy(person => person).Sum(own => Pairs(own.Count())), Pairs(people.Count));
        return new()
        {
            Rates = rates,
            MissedGenuine = genuine - left - rates.Genuine.Count,
            MissedImpostor = all - genuine - (groups.LeftOut.Count - left) - rates.Impostor.Count,
            Groups = groups.Of.Count == 0
                ? null : GroupScores.Of(faces, people, groups.Of, groups.LeftOut, groups.AlikeFrom, cancellation),
        };
    }

    static VerificationRates Compare(ComparedFace?[] faces, IReadOnlyList<int> people, int workers, CancellationToken cancellation)
    {
        var made = Enumerable.Range(0, faces.Length).Where(i => faces[i] is not null).ToList();
        return AllPairs.Compare(
            made.SelectMany(i => faces[i]!.Embedding).ToArray(), [.. made.Select(i => people[i])], workers,
            [.. made.Select(i => faces[i]!.Shift)], cancellation);
    }

    static float? Similarity(ComparedFace? template, ComparedFace? probe) =>
        template is null || probe is null ? null : ComparedFace.Similarity(template, probe);

    static ReadOnlySpan<float> Embedding(PictureResult result) => MemoryMarshal.Cast<byte, float>(result.Embedding);

    static void Add(VerificationRates rates, bool same, float score) => (same ? rates.Genuine : rates.Impostor).Add(score);

    static void Remove(VerificationRates rates, bool same, float score) => (same ? rates.Genuine : rates.Impostor).Remove(score);

    static string? Shared(IReadOnlyList<string?> groups, int a, int b) => groups.Count > 0 && groups[a] == groups[b] ? groups[a] : null;

    static long Pairs(long count) => count * (count - 1) / 2;
}
