using System.Buffers.Text;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <summary>Makes verdicts that earlier versions stored subject to erasure as today's are.</summary>
/// <remarks>
/// An identification that found somebody is put under that subject's id, and what names a subject that is gone loses its verdict. Each is
/// done once; after that there is nothing to find.
/// </remarks>
internal sealed class OldVerdicts(StoreDatabase database, PersonalSeal seal) : IStartStep
{
    const int Batch = 500;

    /// <summary>Mends what there is, in one transaction.</summary>
    public Task RunAsync(CancellationToken cancellation) => database.WriteAsync(async context =>
    {
        while (await PutUnderSubjectsAsync(context, cancellation) == Batch)
        {
        }

        return await context.Sessions
            .Where(s => (s.ClearVerdict != null || s.SealedVerdict != null) && s.SubjectId != null
                && !context.Subjects.Any(subject => subject.Id == s.SubjectId))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ClearVerdict, (string?)null)
                .SetProperty(s => s.SealedVerdict, (byte[]?)null), cancellation);
    }, cancellation);

    async Task<int> PutUnderSubjectsAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var found = await context.Sessions
            .Where(s => s.Purpose == SessionPurpose.Identify && s.SubjectId == null && s.Outcome == "accepted" && s.ClearVerdict != null
                && s.Authenticator.Length == 0)   // those that have one are no earlier version's
            .OrderBy(s => s.Id).Take(Batch)
            .Select(s => new { s.Id, s.Owner, s.ClearVerdict }).ToListAsync(cancellation);
        foreach (var session in found)
        {
            // a name is still in clear, or sealed by a start that was broken off
            var name = SubjectOf(session.ClearVerdict!) ?? "";
            var hash = seal.Hash(PersonalKind.SubjectName, name, session.Owner);
            var subject = await context.Subjects
                .Where(s => s.Owner == session.Owner && (s.NameHash == hash || (s.NameHash == null && s.ClearName == name)))
                .Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellation);
            var verdict = subject is null ? null : session.ClearVerdict;
            await context.Sessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.SubjectId, subject).SetProperty(s => s.ClearVerdict, verdict), cancellation);
        }

        return found.Count;
    }

    /// <summary>The <c>sub</c> claim of a compact JWS (RFC 7519 §4.1.2); null when it has none that can be read.</summary>
    static string? SubjectOf(string verdict)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(verdict.Split('.')[1]));
            return claims.RootElement.TryGetProperty("sub", out var name) ? name.GetString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or IndexOutOfRangeException or InvalidOperationException)
        {
            return null;
        }
    }
}
