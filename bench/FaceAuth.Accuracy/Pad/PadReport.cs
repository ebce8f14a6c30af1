using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Turns played sessions into a report.</summary>
/// <param name="sessions">The sessions.</param>
/// <param name="results">What came of each.</param>
/// <param name="settings">How they were played.</param>
/// <param name="live">Thresholds in use.</param>
/// <param name="groups">Each session's group; empty for none.</param>
internal sealed class PadReport(
    IReadOnlyList<PadSession> sessions, IReadOnlyList<PadResult> results, PadSettings settings, LiveScoreOptions live,
    IReadOnlyList<string?> groups)
{
    const double Comfort = 0.05;   // the bona fide error rate at which attack error rates are compared with others'

    /// <summary>The report.</summary>
    public EvalReport Build(IReadOnlyList<(string, string)> facts)
    {
        var pictures = Pictures(live.BadBelow);
        var comfortable = ComfortableThreshold();
        var atComfort = Pictures(comfortable);
        List<EvalTable> tables =
        [
            pictures.Table(
                Title("Single pictures, live from", live.BadBelow), "The threshold below which the decision counts a picture as bad."),
            atComfort.Table(
                Title("Single pictures, live from", comfortable),
                "Read off these people: BPCER is at most 5 %. For comparison; nothing uses it."),
        ];
        JsonObject data = new()
        {
            ["sessions"] = sessions.Count,
            ["unreadable"] = results.Count(result => result.Fault is not null),
            ["pictures"] = new JsonObject { ["threshold"] = live.BadBelow, ["rates"] = pictures.Json() },
            ["picturesAtBpcer5"] = new JsonObject { ["threshold"] = comfortable, ["rates"] = atComfort.Json() },
        };
        if (settings.PlaysSessions)
        {
            var rates = PadRates.Of([.. Trials().Select(trial => (trial.Session.Species, trial.Window.SaysLive(live.AcceptAt)))]);
            tables.Add(rates.Table(
                $"Sessions of {Length()}: {Title("attack detection alone, live from", live.AcceptAt)}",
                "The score at the end of the trial, whether or not it holds enough pictures for a session to be accepted. "
                + Ended() + "Trials of one session are not independent: intervals are narrower than the truth."));
            var ever = PadRates.Of([.. Trials().Select(trial => (trial.Session.Species, trial.Window.EverSaysLive))]);
            tables.Add(ever.Table(
                $"Sessions of {Length()}: attack detection at any moment, after {Seconds(live.Over)} of scored pictures",
                "Whoever picks the moment of the blink passes where this says live. People: refused at every moment."));
            tables.Add(Decisions());
            data["trials"] = new JsonObject { ["seconds"] = settings.Seconds, ["threshold"] = live.AcceptAt, ["rates"] = rates.Json() };
            data["anyMoment"] = new JsonObject { ["over"] = live.Over.TotalSeconds, ["rates"] = ever.Json() };
            data["decisions"] = DecisionsJson();
        }

        var byGroup = Groups();
        if (byGroup.Count > 0)
        {
            tables.Add(GroupTable(byGroup));
            data["groups"] = new JsonArray(
                [.. byGroup.Select(group => new JsonObject { ["group"] = group.Group, ["rates"] = group.Rates.Json() })]);
        }

        return new()
        {
            Title = "Presentation attack detection",
            Facts = facts,
            Tables = tables,
            Curves = [new("Single pictures: detection error trade-off", "APCER, all species", "BPCER", Histograms().Curve(), 0)],
            Notes =
            [
                "APCER: attacks taken for live; BPCER: people taken for attacks; APNRR and BPNRR: no answer, since no picture passed the "
                + "gate. Terms of ISO/IEC 30107-3; intervals Clopper–Pearson, 95 %, for independent presentations, which pictures of one "
                + "session are not.",
            ],
            Data = data,
        };
    }

    // a decision ends a session, and what comes after it is not looked at
    string Ended()
    {
        var (ended, all) = (Trials().Count(trial => trial.Window.Scores.FramesAnalysed < trial.Window.Pictures), Trials().Count());
        return ended == 0 ? "" : $"Of {EvalFigures.Count(all)} trials {EvalFigures.Count(ended)} were decided before their last picture. ";
    }

    PadRates Pictures(double threshold) =>
        PadRates.Of([.. Scored().Select(picture => (picture.Species, picture.Live is { } score ? score >= threshold : (bool?)null))]);

    IEnumerable<(string? Species, float? Live)> Scored() =>
        sessions.Zip(results).SelectMany(pair => pair.Second.Pictures.Select(picture => (pair.First.Species, picture.Findings?.Live)));

    IEnumerable<(PadSession Session, PadWindow Window)> Trials() =>
        sessions.Zip(results).SelectMany(pair => pair.Second.Windows.Select(window => (pair.First, window)));

    // sessions at any moment where they were played, else single pictures
    List<(string Group, PadRates Rates)> Groups()
    {
        if (groups.Count == 0) return [];
        var shown = Enumerable.Range(0, sessions.Count).Where(i => groups[i] is not null).SelectMany(i => settings.PlaysSessions
            ? results[i].Windows.Select(window => (Group: groups[i]!, sessions[i].Species, Says: window.EverSaysLive))
            : results[i].Pictures.Select(picture => (
                Group: groups[i]!, sessions[i].Species, Says: picture.Findings?.Live is { } score ? score >= live.BadBelow : (bool?)null)));
        return [.. shown.GroupBy(one => one.Group).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, PadRates.Of([.. group.Select(one => (one.Species, one.Says))])))];
    }

    EvalTable GroupTable(List<(string Group, PadRates Rates)> byGroup) => new(
        settings.PlaysSessions
            ? $"By group: sessions of {Length()}, attack detection at any moment"
            : Title("By group: single pictures, live from", live.BadBelow),
        ["group", "BPCER (95 %)", "errors", "BPNRR (95 %)", "worst species", "its APCER (95 %)", "errors"],
        [.. byGroup.Select(group =>
        {
            var worst = group.Rates.Attacks.OrderByDescending(species => species.Apcer.Value ?? -1).FirstOrDefault();
            return (IReadOnlyList<string>)
            [
                group.Group, EvalFigures.WithInterval(group.Rates.BonaFide), EvalFigures.Counts(group.Rates.BonaFide),
                EvalFigures.WithInterval(group.Rates.BonaFideSilent),
                worst.Species ?? "", worst.Species is null ? "" : EvalFigures.WithInterval(worst.Apcer),
                worst.Species is null ? "" : EvalFigures.Counts(worst.Apcer),
            ];
        })],
        "Sessions without a group are left out. With few people in a group the intervals say more than the rates.");

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");

    VerificationRates Histograms()
    {
        VerificationRates rates = new(new(), new());
        foreach (var (species, score) in Scored())
        {
            if (score is { } value) (species is null ? rates.Genuine : rates.Impostor).Add(value);
        }

        return rates;
    }

    double ComfortableThreshold()
    {
        var scores = Scored().Where(picture => picture.Species is null && picture.Live is not null)
            .Select(picture => picture.Live!.Value).Order().ToList();
        return scores.Count == 0 ? 0 : scores[(int)(Comfort * scores.Count)];
    }

    EvalTable Decisions()
    {
        var bySpecies = Trials().GroupBy(trial => trial.Session.Species ?? "live")
            .OrderBy(group => group.Key == "live" ? "" : group.Key, StringComparer.Ordinal);
        return new(
            $"Sessions of {Length()}: the whole decision, enrolling under the policy {settings.Policy}",
            ["", "sessions", "accepted", "first reasons"],
            [.. bySpecies.Select(group =>
            {
                var accepted = new ErrorRate(group.Count(trial => trial.Window.Accepted), group.Count());
                var reasons = group.Where(trial => !trial.Window.Accepted)
                    .GroupBy(trial => trial.Window.Reasons.Count > 0 ? trial.Window.Reasons[0] : "none")
                    .OrderByDescending(reason => reason.Count()).Select(reason => $"{reason.Key} {reason.Count()}");
                return (IReadOnlyList<string>)
                [
                    group.Key, EvalFigures.Count(group.Count()), EvalFigures.WithInterval(accepted), string.Join(", ", reasons),
                ];
            })],
            "A recording answers no challenge, few pictures a second show no blink, and after the last picture nobody is there: "
            + "what people are refused for here says little about people.");
    }

    JsonArray DecisionsJson() => new([.. Trials().GroupBy(trial => trial.Session.Species ?? "live").Select(group => new JsonObject
    {
        ["species"] = group.Key,
        ["accepted"] = EvalFigures.Json(new(group.Count(trial => trial.Window.Accepted), group.Count())),
    })]);

    string Length() => settings.Seconds is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s") : "their own length, each up to its decision";

    static string Title(string what, double threshold) => $"{what} {threshold.ToString("0.###", CultureInfo.InvariantCulture)}";
}
