using System.Text.RegularExpressions;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>What became of one set: its pictures and sessions, with whose they are.</summary>
/// <param name="Name">The set.</param>
/// <param name="Pictures">Person and picture.</param>
/// <param name="Trials">Person and session.</param>
/// <param name="Unreadable">Pictures that could not be read.</param>
internal sealed record FunnelSet(
    string Name, IReadOnlyList<(string Person, FunnelPicture Picture)> Pictures, IReadOnlyList<(string Person, FunnelTrial Trial)> Trials,
    int Unreadable)
{
    /// <summary>Pictures that count, of all.</summary>
    public ErrorRate Left => new(Pictures.Count(one => one.Picture.Gate is null), Pictures.Count);

    /// <summary>People of whom no picture counts, of all.</summary>
    public ErrorRate PeopleWithout => Count(Pictures.Select(one => (one.Person, one.Picture.Gate is not null)));

    /// <summary>Sessions accepted, of all.</summary>
    public ErrorRate Accepted => new(Trials.Count(one => one.Trial.Accepted), Trials.Count);

    /// <summary>People of whom no session is accepted, of all.</summary>
    public ErrorRate PeopleRefused => Count(Trials.Select(one => (one.Person, !one.Trial.Accepted)));

    /// <summary>Gates at which pictures are lost, in the pipeline's order.</summary>
    public IReadOnlyList<string> Gates =>
        [.. Pictures.Where(one => one.Picture.Gate is not null).Select(one => one.Picture.Gate!).Distinct().OrderBy(PlaceOf)];

    /// <summary>Puts results together by set.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="results">What came of each.</param>
    /// <param name="subject">Finds the person in a session's or single picture's name; null for a person each.</param>
    public static IReadOnlyList<FunnelSet> Of(
        IReadOnlyList<FunnelSession> sessions, IReadOnlyList<FunnelResult> results, Regex? subject) =>
        [.. sessions.Zip(results).GroupBy(pair => pair.First.Set).Select(set => new FunnelSet(
            set.Key,
            [.. set.SelectMany(pair => pair.Second.Pictures.Select(picture => (PersonOf(pair.First, picture.Index, subject), picture)))],
            [.. set.SelectMany(pair => pair.Second.Trials.Select(trial => (PersonOf(pair.First, 0, subject), trial)))],
            set.Sum(pair => pair.Second.Unreadable)))];

    /// <summary>Whose picture it is.</summary>
    public static string PersonOf(FunnelSession session, int index, Regex? subject) =>
        PadTrainingRows.Subject(session.IsPlayed ? session.Session.Name : session.NameOf(index), subject);

    static int PlaceOf(string gate)
    {
        for (var i = 0; i < GateReadings.Order.Count; i++)
        {
            if (GateReadings.Order[i] == gate) return i;
        }

        return GateReadings.Order.Count;
    }

    // people for whom it is so every time
    static ErrorRate Count(IEnumerable<(string Person, bool IsSo)> times)
    {
        var people = times.GroupBy(one => one.Person).Select(person => person.All(one => one.IsSo)).ToList();
        return new(people.Count(isSo => isSo), people.Count);
    }
}
