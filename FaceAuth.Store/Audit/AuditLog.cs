using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
internal sealed class AuditLog(
    StoreDatabase database, AuditQueue queue, AuditSeal seal, AuditOrigins origins, AlteredRows altered) : IAuditLog
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
        var forged = rows.Where(row => !seal.Holds(row)).ToHashSet();
        await altered.ReportAsync([.. forged.Select(row => new AlteredRow { Kind = RowKind.Audit, Number = row.Id })]);
        return [.. rows.Where(row => !forged.Contains(row)).Select(row => Read(row, withOrigins))];
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
