using FaceAuth.Load.Measuring;

namespace FaceAuth.Load.Sessions;

/// <summary>The sessions that began while a rate was held, and what the server used meanwhile.</summary>
internal sealed class SessionsStep
{
    /// <summary>How soon a person should be accepted.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    readonly TimeSpan[] _accepted;
    readonly ServerSample? _first, _last;

    /// <summary>Of what was played.</summary>
    /// <param name="rate">Sessions begun a minute.</param>
    /// <param name="length">How long they were counted.</param>
    /// <param name="played">Those that began meanwhile, each at its end.</param>
    /// <param name="decided">Verdicts given meanwhile, of sessions that began before too.</param>
    /// <param name="first">The server at the beginning; null where it runs elsewhere.</param>
    /// <param name="last">The server at the end.</param>
    /// <param name="mostResident">The most memory it held meanwhile, in bytes; null where it runs elsewhere.</param>
    public SessionsStep(
        int rate, TimeSpan length, IReadOnlyList<PlayedSession> played, int decided, ServerSample? first, ServerSample? last,
        long? mostResident)
    {
        (Rate, Length, Played, Decided, MostResident) = (rate, length, played, decided, mostResident);
        (_first, _last) = (first, last);
        _accepted = [.. played.Where(one => one.End == SessionEnd.Accepted).Select(one => one.Took).Order()];
    }

    /// <summary>Sessions begun a minute.</summary>
    public int Rate { get; }

    /// <summary>How long they were counted.</summary>
    public TimeSpan Length { get; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<PlayedSession> Played { get; }

    /// <summary>Verdicts given meanwhile.</summary>
    public int Decided { get; }

    /// <summary>The most memory the server held, in bytes.</summary>
    public long? MostResident { get; }

    /// <summary>The share of people who were accepted soon, 0–1; null of no session.</summary>
    public double? AcceptedSoon => Played.Count == 0 ? null : _accepted.Count(took => took <= Soon) / (double)Played.Count;

    /// <summary>Half of the accepted waited no longer; null of none.</summary>
    public TimeSpan? Median => Quantile(0.5);

    /// <summary>95 of 100 accepted waited no longer; null of none.</summary>
    public TimeSpan? Late => Quantile(0.95);

    /// <summary>Mean time from asking to the end, of all.</summary>
    public TimeSpan? Life => Played.Count == 0 ? null : TimeSpan.FromSeconds(Played.Average(one => one.Took.TotalSeconds));

    /// <summary>Cores that the server used; null where it runs elsewhere.</summary>
    public double? Cores => Seconds / (_last?.At - _first?.At)?.TotalSeconds;

    /// <summary>Processor time a verdict, in s; null where it runs elsewhere, or of none.</summary>
    public double? SecondsAVerdict => Decided == 0 ? null : Seconds / Decided;

    /// <summary>How many ended so.</summary>
    public int Count(SessionEnd end) => Played.Count(one => one.End == end);

    double? Seconds => _last?.ProcessorSeconds - _first?.ProcessorSeconds;

    TimeSpan? Quantile(double share) => _accepted.Length == 0 ? null : _accepted[(int)(share * (_accepted.Length - 1))];
}
