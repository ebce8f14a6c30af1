using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Makes the next entry of a chain and moves its head on. Does no IO.</summary>
internal static class ChainLink
{
    /// <param name="head">Of the chain; held by the caller.</param>
    /// <param name="entry">What the entry says.</param>
    /// <param name="origin">Where it came from, sealed for the place after the head's.</param>
    public static AuditRow Next(AuditNodeRow head, AuditEntry entry, byte[]? origin = null)
    {
        head.Sequence++;
        var row = new AuditRow
        {
            Node = head.Node,
            Sequence = head.Sequence,
            Previous = head.Hash,
            At = entry.At,
            Action = entry.Action,
            Actor = entry.Actor,
            SessionId = entry.SessionId,
            SubjectId = entry.SubjectId,
            Details = entry.Details,
            Outcome = entry.Decision?.Outcome,
            Reasons = ListOf(entry.Decision?.Reasons),
            Models = ListOf(entry.Decision?.Models),
            Thresholds = entry.Decision?.Thresholds,
            Origin = origin,
        };
        row.Hash = head.Hash = AuditEncoding.HashOf(row);
        return row;
    }

    static string? ListOf(IReadOnlyList<string>? texts) => texts is null ? null : JsonSerializer.Serialize(texts);
}
