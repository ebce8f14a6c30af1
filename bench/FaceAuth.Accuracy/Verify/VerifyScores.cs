using System.Numerics.Tensors;
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

    /// <summary>Scores within each group.</summary>
    public IReadOnlyList<(string Group, VerificationRates Rates)> Groups { get; init; } = [];

    /// <summary>Compares what the data asks for.</summary>
    /// <param name="data">Pictures, and who or which with which.</param>
    /// <param name="results">What came of each picture.</param>
    /// <param name="groups">Group of each picture; null where it has none, or empty.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public static VerifyScores Of(
        VerifyData data, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups, int workers,
        CancellationToken cancellation) =>
        data.Pairs is { } pairs ? OfPairs(pairs, results, groups) : OfAll(data.People, results, groups, workers, cancellation);

    static VerifyScores OfPairs(IReadOnlyList<VerifyPair> pairs, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups)
    {
        VerificationRates rates = new(new(), new());
        Dictionary<string, VerificationRates> byGroup = [];
        List<(int, bool, float)> trials = [];
        var (genuine, impostor) = (0, 0);
        foreach (var pair in pairs)
        {
            if (Similarity(results[pair.A], results[pair.B]) is not { } score)
            {
                if (pair.Same) genuine++;
                else impostor++;
                trials.Add((pair.Fold, pair.Same, -1));
                continue;
            }

            trials.Add((pair.Fold, pair.Same, score));
            Add(rates, pair.Same, score);
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
            Groups = [.. byGroup.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value))],
        };
    }

    static VerifyScores OfAll(
        IReadOnlyList<int> people, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups, int workers,
        CancellationToken cancellation)
    {
        var rates = Compare([.. Enumerable.Range(0, results.Count)], people, results, workers, cancellation);
        var (genuine, all) = (people.GroupBy(person => person).Sum(own => Pairs(own.Count())), Pairs(people.Count));
        return new()
        {
            Rates = rates,
            MissedGenuine = genuine - rates.Genuine.Count,
            MissedImpostor = all - genuine - rates.Impostor.Count,
            Groups = [.. Enumerable.Range(0, groups.Count).Where(i => groups[i] is not null).GroupBy(i => groups[i]!)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, Compare([.. group], people, results, workers, cancellation)))],
        };
    }

    static VerificationRates Compare(
        IReadOnlyList<int> pictures, IReadOnlyList<int> people, IReadOnlyList<PictureResult> results, int workers,
        CancellationToken cancellation)
    {
        var made = pictures.Where(i => results[i].Embedding is not null).ToList();
        if (made.Count == 0) return new(new(), new());
        var length = Embedding(results[made[0]]).Length;
        var rows = new float[made.Count * length];
        for (var row = 0; row < made.Count; row++) Embedding(results[made[row]]).CopyTo(rows.AsSpan(row * length));
        return AllPairs.Compare(rows, [.. made.Select(i => people[i])], workers, cancellation);
    }

    static float? Similarity(PictureResult a, PictureResult b) =>
        a.Embedding is null || b.Embedding is null ? null : TensorPrimitives.Dot(Embedding(a), Embedding(b));

    static ReadOnlySpan<float> Embedding(PictureResult result) => MemoryMarshal.Cast<byte, float>(result.Embedding);

    static void Add(VerificationRates rates, bool same, float score) => (same ? rates.Genuine : rates.Impostor).Add(score);

    static string? Shared(IReadOnlyList<string?> groups, int a, int b) => groups.Count > 0 && groups[a] == groups[b] ? groups[a] : null;

    static long Pairs(long count) => count * (count - 1) / 2;
}
