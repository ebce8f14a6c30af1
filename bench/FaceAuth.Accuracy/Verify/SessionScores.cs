using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Sessions of several pictures against several templates, by the pipeline's own vote: the median of the pictures' best.</summary>
/// <param name="Size">How many of each.</param>
/// <param name="People">People with pictures enough for templates and a session.</param>
/// <param name="Rates">All sessions.</param>
/// <param name="Within">Each group's own, by name; empty without labels.</param>
internal sealed record SessionScores(
    SessionSize Size, int People, VerificationRates Rates, IReadOnlyList<(string Group, VerificationRates Rates)> Within)
{
    /// <summary>Compares every session with every person's templates.</summary>
    /// <param name="size">How many pictures are templates, how many a session.</param>
    /// <param name="faces">What each picture is compared by; null where it has none: no session has it either.</param>
    /// <param name="people">A number for each picture's person.</param>
    /// <param name="groups">Each picture's group; empty without labels. A person's is that of the first picture.</param>
    /// <param name="cancellation">Stops between people.</param>
    public static SessionScores Of(
        SessionSize size, IReadOnlyList<ComparedFace?> faces, IReadOnlyList<int> people, IReadOnlyList<string?> groups,
        CancellationToken cancellation)
    {
        var persons = Enumerable.Range(0, people.Count).Where(i => faces[i] is not null).GroupBy(i => people[i])
            .Select(own => (
                Group: groups.Count > 0 ? groups[own.First()] : null,
                Templates: own.Take(size.Templates).Select(i => faces[i]!).ToArray(),
                Sessions: own.Skip(size.Templates).Chunk(size.Pictures).Where(chunk => chunk.Length == size.Pictures)
                    .Select(chunk => chunk.Select(i => faces[i]!).ToArray()).ToArray()))
            .Where(person => person.Sessions.Length > 0).ToArray();
        VerificationRates all = new(new(), new());
        SortedDictionary<string, VerificationRates> within = new(StringComparer.Ordinal);
        for (var own = 0; own < persons.Length; own++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var other = 0; other < persons.Length; other++)
            {
                var group = persons[own].Group is { } name && name == persons[other].Group ? Rates(name) : null;
                foreach (var session in persons[own].Sessions)
                {
                    var score = Vote(session, persons[other].Templates);
                    Add(all, own == other, score);
                    if (group is not null) Add(group, own == other, score);
                }
            }
        }

        return new(size, persons.Length, all, [.. within.Select(entry => (entry.Key, entry.Value))]);

        VerificationRates Rates(string name)
        {
            if (!within.TryGetValue(name, out var rates)) within[name] = rates = new(new(), new());
            return rates;
        }
    }

    /// <summary>Rates at a threshold, as a table.</summary>
    public EvalTable Table(double threshold) => new(
        $"Sessions of {Size.Pictures} pictures against {Size.Templates} templates, {EvalFigures.Count(People)} people",
        ["", "FMR (95 %)", "errors", "FNMR (95 %)", "errors"],
        [.. Within.Prepend(("all", Rates)).Select(entry => (IReadOnlyList<string>)
        [
            entry.Item1, EvalFigures.WithInterval(entry.Item2.FalseMatch(threshold)), EvalFigures.Counts(entry.Item2.FalseMatch(threshold)),
            EvalFigures.WithInterval(entry.Item2.FalseNonMatch(threshold)), EvalFigures.Counts(entry.Item2.FalseNonMatch(threshold)),
        ])],
        "Each picture votes with its best template, and the median counts, as in a session.");

    /// <summary>The same for machines.</summary>
    public JsonObject Json(double threshold)
    {
        var data = At(Rates);
        (data["templates"], data["pictures"], data["people"]) = (Size.Templates, Size.Pictures, People);
        data["groups"] = new JsonArray([.. Within.Select(entry =>
        {
            var own = At(entry.Rates);
            own["group"] = entry.Group;
            return own;
        })]);
        return data;

        JsonObject At(VerificationRates rates) => new()
        {
            ["falseMatch"] = EvalFigures.Json(rates.FalseMatch(threshold)),
            ["falseNonMatch"] = EvalFigures.Json(rates.FalseNonMatch(threshold)),
        };
    }

    static float Vote(ComparedFace[] session, ComparedFace[] templates)
    {
        var votes = new VoteMachine(new VoteOptions { OfLast = session.Length, Needed = 1 }, 0);
        for (var i = 0; i < session.Length; i++)
            votes.Add(TimeSpan.FromSeconds(i), templates.Max(template => ComparedFace.Similarity(template, session[i])), mayAccept: true);
        return votes.Similarity!.Value;
    }

    static void Add(VerificationRates rates, bool isSame, float score) => (isSame ? rates.Genuine : rates.Impostor).Add(score);
}
