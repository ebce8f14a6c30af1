using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Load.Inject;

/// <summary>Methods by signals.</summary>
internal static class InjectReport
{
    static readonly SignalKind[] Kinds = Enum.GetValues<SignalKind>();
    static readonly SignalState[] States = [SignalState.Raised, SignalState.Clear, SignalState.Unknown];

    /// <summary>Puts it together.</summary>
    public static EvalReport Of(IReadOnlyList<InjectTally> tallies, InjectSettings settings) => new()
    {
        Title = "Injected video, method by signal",
        Facts = [("server", settings.Server.ToString()), ("sessions of each", settings.Sessions.ToString(CultureInfo.InvariantCulture))],
        Tables =
        [
            new(
                "Sessions in which a signal was raised / clear / unknown",
                ["method", "decided", .. Kinds.Select(kind => NameOf(kind))],
                [.. tallies.Select(RowOf)],
                "(honest) stands for honest people: what is raised there is a false alarm."),
            new(
                "False alarms and detection", ["signal", "raised, honest", "raised, injected"],
                [.. Kinds.Select(kind => (IReadOnlyList<string>)[NameOf(kind), Share(tallies, kind, true), Share(tallies, kind, false)])]),
        ],
        Notes =
        [
            "No camera was before any of these programs: the honest rows are browsers with their own fake device, which is no camera "
            + "either. Its name says so, and camera_probe rightly raises what it would not raise for a person.",
            .. tallies.Select(tally => $"{tally.Name}: {tally.Purpose}. Ended: "
                + string.Join(", ", tally.Outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"))),
        ],
        Data = new JsonObject(tallies.Select(tally => KeyValuePair.Create(tally.Name, (JsonNode?)DataOf(tally)))),
    };

    static IReadOnlyList<string> RowOf(InjectTally tally) =>
    [
        tally.Name + (tally.IsHonest ? " (honest)" : ""), $"{tally.Decided} of {tally.Sessions}",
        .. Kinds.Select(kind => string.Join('/', States.Select(state => tally.Count(NameOf(kind), NameOf(state))))),
    ];

    static string Share(IReadOnlyList<InjectTally> tallies, SignalKind kind, bool isHonest)
    {
        var rows = tallies.Where(tally => tally.IsHonest == isHonest).ToArray();
        return $"{rows.Sum(tally => tally.Count(NameOf(kind), NameOf(SignalState.Raised)))} of {rows.Sum(tally => tally.Decided)}";
    }

    static JsonObject DataOf(InjectTally tally) => new()
    {
        ["honest"] = tally.IsHonest,
        ["sessions"] = tally.Sessions,
        ["decided"] = tally.Decided,
        ["outcomes"] = new JsonObject(tally.Outcomes.Select(outcome => KeyValuePair.Create(outcome.Key, (JsonNode?)outcome.Value))),
        ["signals"] = new JsonObject(Kinds.Select(kind => KeyValuePair.Create(NameOf(kind), (JsonNode?)new JsonObject(
            States.Select(state => KeyValuePair.Create(NameOf(state), (JsonNode?)tally.Count(NameOf(kind), NameOf(state)))))))),
    };

    // as the server's API names them
    static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
