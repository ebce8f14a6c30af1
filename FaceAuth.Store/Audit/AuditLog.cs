using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
internal sealed class AuditLog(
    StoreDatabase database, AuditQueue queue, AuditSeal seal, AuditOrigins origins, AlteredRows altered) : IAuditLog, IAuditReader
{
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check.Name(entry.Action, Limits.Action);
        Check.Name(entry.Actor, Limits.Owner);
        Check.Bytes(entry.Details, Limits.AuditDetailsBytes);
        CheckDecision(entry.Decision);
        if (entry.Origin?.Address is { } address) Check.Name(address, Limits.Address);
        if (entry.Origin?.UserAgent is { } agent) Check.Name(agent, Limits.UserAgent);

        await queue.AppendAsync(entry, cancellation);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(
        string? actor, int count, CancellationToken cancellation, bool withOrigins = false)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(context => context.Audit
            .Where(a => actor == null || a.Actor == actor)
            .OrderByDescending(a => a.Id).Take(count)
            .ToListAsync(cancellation), cancellation);
        return (await SoundAsync(rows)).ConvertAll(row => Read(row, withOrigins));
    }

    public async ValueTask<AuditPage> ListAsync(AuditFilter filter, long? before, int count, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => Which(context.Audit, filter, before).OrderByDescending(a => a.Id).Take(count + 1).ToListAsync(cancellation),
            cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        var last = isLast ? (long?)null : rows[^1].Id;
        return new((await SoundAsync(rows)).ConvertAll(row => (row.Id, Read(row, withOrigin: false))), last);
    }

    public async ValueTask<IReadOnlyList<AuditNodeSeen>> NodesAsync(CancellationToken cancellation) =>
        await database.ReadAsync(
            context => context.AuditNodes.OrderBy(n => n.Node).Take(Limits.ListCount).Select(n => new AuditNodeSeen(
                n.Node, n.Sequence, n.SignedThrough,
                context.Audit.Where(a => a.Node == n.Node && a.Sequence == n.Sequence).Max(a => (DateTimeOffset?)a.At)))
                .ToListAsync(cancellation), cancellation);

    static IQueryable<AuditRow> Which(IQueryable<AuditRow> rows, AuditFilter filter, long? before)
    {
        if (before is { } last) rows = rows.Where(a => a.Id < last);
        if (filter.Actor is { } actor) rows = rows.Where(a => a.Actor == actor);
        if (filter.Action is { } action) rows = rows.Where(a => a.Action == action);
        if (filter.SessionId is { } session) rows = rows.Where(a => a.SessionId == session);
        if (filter.SubjectId is { } subject) rows = rows.Where(a => a.SubjectId == subject);
        if (filter.From is { } from) rows = rows.Where(a => a.At >= from);
        if (filter.To is { } to) rows = rows.Where(a => a.At < to);
        return rows;
    }

    /// <summary>Those that this store wrote; the others are reported.</summary>
    async Task<List<AuditRow>> SoundAsync(List<AuditRow> rows)
    {
        var forged = rows.Where(row => !seal.Holds(row)).ToHashSet();
        await altered.ReportAsync([.. forged.Select(row => new AlteredRow { Kind = RowKind.Audit, Number = row.Id })]);
        return rows.FindAll(row => !forged.Contains(row));
    }

    AuditEntry Read(AuditRow row, bool withOrigin)
    {
        AuditOrigin? origin = null;
        if (withOrigin) origins.TryOpen(row, out origin);
        return new(row.At, row.Action, row.Actor, row.SessionId, row.SubjectId, row.Details)
        {
            Decision = row.Outcome is null ? null
                : new(row.Outcome, AuditEncoding.ListOf(row.Reasons), AuditEncoding.ListOf(row.Models), row.Thresholds),
            Origin = origin,
        };
    }

    static void CheckDecision(AuditDecision? decision)
    {
        if (decision is null) return;
        Check.Name(decision.Outcome, Limits.Outcome);
        if (decision.Reasons.Count > Limits.Reasons || decision.Models.Count > Limits.Models)
            throw new ArgumentException(
                $"{decision.Reasons.Count} reasons and {decision.Models.Count} models; at most {Limits.Reasons} and {Limits.Models} are " +
                "allowed.", nameof(decision));
        foreach (var reason in decision.Reasons) Check.Name(reason, Limits.Outcome);
        foreach (var model in decision.Models) Check.Name(model, Limits.ModelName);
        if (decision.Thresholds is { } thresholds) Check.Name(thresholds, Limits.Thresholds);
    }
}
