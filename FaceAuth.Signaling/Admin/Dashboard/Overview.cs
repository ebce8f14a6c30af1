using FaceAuth.Signaling.Admin.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Dashboard;

/// <summary>How sessions of one day ended.</summary>
internal sealed record DayCount(DateOnly Day, long Accepted, long Refused, long Undecided)
{
    public long All => Accepted + Refused + Undecided;
}

/// <summary>What the dashboard shows.</summary>
/// <param name="Days">The span, the oldest day first; the last is today.</param>
/// <param name="Reasons">Why sessions were refused or not decided, the most frequent first, by code.</param>
/// <param name="Times">How long the latest decided sessions took; null where there was none.</param>
/// <param name="IsWhole">Whether today has no more sessions than are counted here.</param>
/// <param name="Nodes">As the audit knows them.</param>
internal sealed record Overview(
    IReadOnlyList<DayCount> Days, IReadOnlyList<(string Code, long Sessions)> Reasons, Quantiles? Times, bool IsWhole,
    IReadOnlyList<AuditNodeSeen> Nodes);

/// <summary>Puts the dashboard together: days that are over from the daily figures, today from its sessions.</summary>
internal sealed class OverviewReader(IDailyFigures figures, ISessionStore sessions, IAuditReader audit, TimeProvider time)
{
    const int Page = 1000;
    const int MostPages = 5;
    const int MostReasons = 8;
    const int TimedSessions = 500;
    const string Accepted = "accepted";
    const string Rejected = "rejected";

    public async Task<Overview> ReadAsync(int days)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - days);
        var counted = await figures.ListAsync(null, first, today, CancellationToken.None);
        var (open, isWhole) = await UncountedAsync(first, today, counted);
        var all = counted.Select(one => new End(one.Day, one.Outcome, one.Reason, one.Sessions))
            .Concat(open.Select(one => new End(DayOf(one.EndedAt!.Value), one.Outcome!, one.Reasons is [var reason, ..] ? reason : "", 1)))
            .ToList();
        var byDay = all.ToLookup(one => one.Day);
        var latest = await sessions.ListAsync(new(State: SessionState.Decided), null, TimedSessions, CancellationToken.None);
        return new(
            [.. Enumerable.Range(0, days).Select(day => first.AddDays(day)).Select(day => CountOf(day, byDay[day]))],
            [.. all.Where(one => one.Outcome != Accepted)
                .GroupBy(one => one is { Outcome: Rejected, Reason.Length: > 0 } ? one.Reason : one.Outcome)
                .Select(same => (same.Key, same.Sum(one => one.Sessions))).OrderByDescending(one => one.Item2).Take(MostReasons)],
            TimesOf(latest.Sessions), isWhole, await audit.NodesAsync(CancellationToken.None));
    }

    /// <summary>So many sessions of a day that ended in one way.</summary>
    sealed record End(DateOnly Day, string Outcome, string Reason, long Sessions);

    /// <summary>Sessions of today, and of yesterday where it was not counted yet.</summary>
    async Task<(List<SessionRecord> Sessions, bool IsWhole)> UncountedAsync(
        DateOnly first, DateOnly today, IReadOnlyList<DailyFigure> counted)
    {
        var known = counted.Select(one => one.Day).ToHashSet();
        var from = known.Contains(today.AddDays(-1)) || first == today ? today : today.AddDays(-1);
        var found = new List<SessionRecord>();
        Guid? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await sessions.ListAsync(
                new(From: new(from, TimeOnly.MinValue, TimeSpan.Zero)), last, Page, CancellationToken.None);
            found.AddRange(read.Sessions.Where(
                one => one is { EndedAt: { } ended, Outcome: not null } && !known.Contains(DayOf(ended))));
            last = read.Last;
            if (last is null) return (found, true);
        }

        return (found, false);
    }

    static DayCount CountOf(DateOnly day, IEnumerable<End> ends)
    {
        var (accepted, refused, undecided) = (0L, 0L, 0L);
        foreach (var (_, outcome, reason, count) in ends)
            if (outcome == Accepted) accepted += count;
            else if (outcome == Rejected && !SessionWords.IsUndecided(outcome, reason)) refused += count;
            else undecided += count;
        return new(day, accepted, refused, undecided);
    }

    static Quantiles? TimesOf(IReadOnlyList<SessionRecord> decided)
    {
        var times = decided.Where(one => one.EndedAt > one.CreatedAt).Select(one => one.EndedAt!.Value - one.CreatedAt).Order().ToList();
        return times.Count == 0 ? null
            : new("session", times.Count, times[times.Count / 2], times[Math.Min(times.Count - 1, (int)(0.95 * times.Count))]);
    }

    static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
