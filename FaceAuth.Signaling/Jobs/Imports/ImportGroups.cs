using System.Text.Json;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Puts imported subjects into groups, made where they are not there, and has both in the audit.</summary>
internal sealed class ImportGroups(IGroupStore groups, IAuditLog audit, TimeProvider time)
{
    public async Task JoinAsync(string owner, string name, Guid subject, CancellationToken cancellation)
    {
        if (await groups.FindAsync(owner, name, cancellation) is not { } group)
        {
            group = await groups.GetOrCreateAsync(owner, name, cancellation);
            await AuditAsync("group.made", owner, name, null);
        }

        if (await groups.AddAsync(group.Id, [subject], cancellation) > 0) await AuditAsync("group.joined", owner, name, subject);
    }

    // done by now: an end must not keep it out of the audit
    async Task AuditAsync(string action, string owner, string group, Guid? subject) => await audit.AppendAsync(
        new(time.GetUtcNow(), action, JobRequests.Operator, SubjectId: subject,
            Details: JsonSerializer.Serialize(new { owner, group, by = "import" })), CancellationToken.None);
}
