using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Makes relying parties' groups, for them over the API and for the staff in the console, with an entry in the audit.</summary>
internal sealed class GroupDesk(IGroupStore groups, IAuditLog audit, TimeProvider time)
{
    /// <summary>The owner's group of a name, and whether it was not there before.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="actor">Who makes it, for the audit.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<(Group Group, bool IsNew)>> MakeAsync(
        string owner, string? name, string actor, CancellationToken cancellation)
    {
        if (!SubjectNames.IsGroup(name)) return Refusals.BadGroup;
        if (await groups.FindAsync(owner, name, cancellation) is { } known) return (known, false);
        if (!SubjectNames.MayBeNew(name)) return Refusals.BadGroup;
        try
        {
            var made = await groups.GetOrCreateAsync(owner, name, cancellation);
            await AuditAsync("group.made", actor, made, null);
            return (made, true);
        }
        catch (InvalidOperationException)
        {
            return Refusals.TooManyGroups;
        }
    }

    /// <summary>Puts a subject into a group; null where it is there now.</summary>
    public async Task<Refusal?> AddAsync(Group group, Guid subject, string actor, CancellationToken cancellation)
    {
        try
        {
            if (await groups.AddAsync(group.Id, [subject], cancellation) > 0) await AuditAsync("group.joined", actor, group, subject);
            return null;
        }
        catch (GroupNotFoundException)
        {
            return Refusals.GroupUnknown;
        }
        catch (SubjectNotFoundException)
        {
            return Refusals.SubjectUnknown;
        }
    }

    /// <summary>Takes a subject out of a group; null where it was in it.</summary>
    public async Task<Refusal?> RemoveAsync(Group group, Guid subject, string actor, CancellationToken cancellation)
    {
        if (!await groups.RemoveAsync(group.Id, subject, cancellation)) return Refusals.SubjectUnknown;
        await AuditAsync("group.left", actor, group, subject);
        return null;
    }

    /// <summary>Writes down what was done.</summary>
    public ValueTask AuditAsync(string action, string actor, Group group, Guid? subject) =>
        // done by now: a caller that hangs up must not keep it out of the audit
        audit.AppendAsync(
            new AuditEntry(
                time.GetUtcNow(), action, actor, SubjectId: subject, Details: JsonSerializer.Serialize(new { group = group.Name }))
            {
                Origin = ClientOrigin.Current,
            }, CancellationToken.None);
}
