using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Comparisons by group: both pictures of the same one, or of two.</summary>
/// <param name="Within">Each group's own, by name.</param>
/// <param name="Across">Those of two groups.</param>
/// <param name="Alike">Pairs of two people at or above a similarity, the most alike first.</param>
internal sealed record GroupScores(
    IReadOnlyList<(string Group, VerificationRates Rates)> Within, VerificationRates Across, IReadOnlyList<AlikePair> Alike)
{
    /// <summary>Most pairs that are kept as alike.</summary>
    public const int MostAlike = 100_000;

    /// <summary>Compares every labelled picture with every other.</summary>
    /// <param name="faces">What each picture is compared by; null where it has none.</param>
    /// <param name="people">A number for each picture's person.</param>
    /// <param name="groups">Each picture's group; null for none.</param>
    /// <param name="leftOut">Pairs that nothing is said about, the smaller index first.</param>
    /// <param name="alikeFrom">Similarity from which two people's pair is kept.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    public static GroupScores Of(
        IReadOnlyList<ComparedFace?> faces, IReadOnlyList<int> people, IReadOnlyList<string?> groups, IReadOnlySet<(int, int)> leftOut,
        double alikeFrom, CancellationToken cancellation)
    {
        var pictures = Enumerable.Range(0, groups.Count).Where(i => groups[i] is not null && faces[i] is not null).ToList();
        var names = pictures.Select(i => groups[i]!).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbers = names.Select((name, number) => (name, number)).ToDictionary(entry => entry.name, entry => entry.number);
        var within = names.ConvertAll(_ => new VerificationRates(new(), new()));
        VerificationRates across = new(new(), new());
        List<AlikePair> alike = [];
        for (var at = 0; at < pictures.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            var b = pictures[at];
            var own = numbers[groups[b]!];
            for (var other = 0; other < at; other++)
            {
                var a = pictures[other];
                if (leftOut.Contains((a, b))) continue;
                var (score, isSame) = (ComparedFace.Similarity(faces[a]!, faces[b]!), people[a] == people[b]);
                var rates = groups[a] == groups[b] ? within[own] : across;
                (isSame ? rates.Genuine : rates.Impostor).Add(score);
                if (!isSame && score >= alikeFrom && alike.Count < MostAlike) alike.Add(new(a, b, score));
            }
        }

        alike.Sort((x, y) => y.Similarity.CompareTo(x.Similarity));
        return new([.. names.Select((name, number) => (name, within[number]))], across, alike);
    }

    /// <summary>The group with the highest false match rate at a threshold, of those with impostors; null where none has any.</summary>
    /// <remarks>Of equal rates the one with fewer comparisons: less is known of it.</remarks>
    public (string Group, ErrorRate Rate)? WorstAt(double threshold) =>
        Within.Where(group => group.Rates.Impostor.Count > 0)
            .Select(group => ((string Group, ErrorRate Rate)?)(group.Group, group.Rates.FalseMatch(threshold)))
            .OrderByDescending(group => group!.Value.Rate.Value).ThenBy(group => group!.Value.Rate.Trials).FirstOrDefault();

    /// <summary>The lowest threshold at which no group exceeds a false match rate.</summary>
    public double ThresholdAt(double rate) => Within.Max(group => group.Rates.ThresholdAt(rate));

    /// <summary>Groups with too few impostor comparisons to claim a false match rate, the fewest first.</summary>
    public IReadOnlyList<(string Group, long Impostors)> TooFewFor(double rate) =>
        [.. Within.Where(group => !group.Rates.CanClaim(rate)).Select(group => (group.Group, group.Rates.Impostor.Count))
            .OrderBy(group => group.Count)];
}
