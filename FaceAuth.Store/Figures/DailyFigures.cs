using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Figures;

/// <inheritdoc/>
internal sealed class DailyFigures(StoreDatabase database, TimeProvider clock) : IDailyFigures
{
    const string AccountPrefix = "user:";
    const string Accepted = "accepted";
    const int MostDays = 366;

    public async Task<FiguresReport> RollUpAsync(CancellationToken cancellation)
    {
        var last = DayOf(clock.GetUtcNow()).AddDays(-1);
        var counted = await database.ReadAsync(
            context => context.Info.Select(info => info.CountedTo).SingleAsync(cancellation), cancellation);
        // a clock that was ahead counted days that had not been: yesterday is looked at again
        var day = counted is { } known && known > last ? last : counted?.AddDays(1) ?? DateOnly.MinValue;
        var days = 0;
        while (await FirstEndAsync(day, last, cancellation) is { } first)
        {
            day = DayOf(first);
            if (await CountAsync(day, cancellation)) days++;
            day = day.AddDays(1);
        }

        if (counted != last) await MarkAsync(last, cancellation);
        return new(days, StartOf(last.AddDays(1)));
    }

    public async ValueTask<IReadOnlyList<DailyFigure>> ListAsync(
        string? owner, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (to < from || to.DayNumber - from.DayNumber > MostDays)
            throw new ArgumentException($"A span has at most {MostDays} days, and ends after it begins.", nameof(to));
        var rows = await database.ReadAsync(context =>
        {
            var span = context.DailyFigures.Where(f => f.Day >= from && f.Day <= to);
            var those = owner is null
                ? span.GroupBy(f => new { f.Day, f.Purpose, f.Policy, f.Outcome, f.Reason }).Select(same => new DailyFigureRow
                {
                    Day = same.Key.Day,
                    Purpose = same.Key.Purpose,
                    Policy = same.Key.Policy,
                    Outcome = same.Key.Outcome,
                    Reason = same.Key.Reason,
                    Sessions = same.Sum(f => f.Sessions),
                    Milliseconds = same.Sum(f => f.Milliseconds),
                })
                : span.Where(f => f.Owner == owner);
            return those.OrderBy(f => f.Day).ThenBy(f => f.Purpose).ThenBy(f => f.Policy).ThenBy(f => f.Outcome).ThenBy(f => f.Reason)
                .ToListAsync(cancellation);
        }, cancellation);
        return rows.ConvertAll(f => new DailyFigure(
            f.Day, f.Owner, f.Purpose, f.Policy, f.Outcome, f.Reason, f.Sessions, TimeSpan.FromMilliseconds(f.Milliseconds)));
    }

    /// <summary>When the first session ended that did so on one of these days; null for none.</summary>
    Task<DateTimeOffset?> FirstEndAsync(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (from > to) return Task.FromResult<DateTimeOffset?>(null);
        var (start, end) = (StartOf(from), StartOf(to.AddDays(1)));
        return database.ReadAsync(
            context => context.Sessions.Where(s => s.EndedAt >= start && s.EndedAt < end).OrderBy(s => s.EndedAt)
                .Select(s => s.EndedAt).FirstOrDefaultAsync(cancellation), cancellation);
    }

    /// <summary>Counts one day; false when it was counted before, and its sessions may be gone by now.</summary>
    async Task<bool> CountAsync(DateOnly day, CancellationToken cancellation)
    {
        var rows = await ReadAsync(day, cancellation);
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "figures", cancellation);
            if (await context.DailyFigures.AnyAsync(f => f.Day == day, cancellation)) return false;
            context.DailyFigures.AddRange(rows);
            await context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.CountedTo, (DateOnly?)day), cancellation);
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }

    /// <summary>Goes once through the day's sessions; what is kept grows with the kinds of endings alone.</summary>
    async Task<ICollection<DailyFigureRow>> ReadAsync(DateOnly day, CancellationToken cancellation)
    {
        var (start, end) = (StartOf(day), StartOf(day.AddDays(1)));
        return await database.ReadOnceAsync(async context =>
        {
            var figures = new Dictionary<(string, SessionPurpose, string, string, string), DailyFigureRow>();
            var sessions = context.Sessions.Where(s => s.EndedAt >= start && s.EndedAt < end)
                .Select(s => new { s.Owner, s.Purpose, s.Policy, s.Outcome, s.Reasons, s.CreatedAt, s.EndedAt }).AsAsyncEnumerable();
            await foreach (var s in sessions.WithCancellation(cancellation))
            {
                var owner = s.Owner.StartsWith(AccountPrefix, StringComparison.Ordinal) ? DailyFigure.Accounts : s.Owner;
                var reason = s.Outcome == Accepted ? "" : FirstOf(s.Reasons);
                var key = (owner, s.Purpose, s.Policy, s.Outcome ?? "", reason);
                if (!figures.TryGetValue(key, out var figure))
                    figures.Add(key, figure = new()
                    {
                        Day = day,
                        Owner = owner,
                        Purpose = s.Purpose,
                        Policy = s.Policy,
                        Outcome = key.Item4,
                        Reason = reason,
                    });
                figure.Sessions++;
                // a clock that was set back makes no session shorter than nothing
                figure.Milliseconds += Math.Max(0, (long)(s.EndedAt!.Value - s.CreatedAt).TotalMilliseconds);
            }

            return figures.Values;
        }, cancellation);
    }

    Task<int> MarkAsync(DateOnly last, CancellationToken cancellation) => database.UpdateAsync(
        context => context.Info.ExecuteUpdateAsync(set => set.SetProperty(info => info.CountedTo, (DateOnly?)last), cancellation),
        cancellation);

    static string FirstOf(string? reasons) =>
        reasons is not null && JsonSerializer.Deserialize<string[]>(reasons) is [var first, ..] ? first : "";

    static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
