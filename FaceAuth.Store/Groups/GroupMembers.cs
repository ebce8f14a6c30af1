using System.Buffers.Binary;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Groups;

/// <summary>Says who is in a group: those whose membership is as this store wrote it.</summary>
/// <remarks>
/// A group may open a door, so that a row put there by hand counts for nothing. The authenticator covers the group's id, owner and name:
/// two groups whose names are exchanged in the database have no members any more. Safe from many threads.
/// </remarks>
internal sealed class GroupMembers(RowAuthenticator authenticator)
{
    // ids and two texts of usual length
    const int UsualBytes = 512;

    /// <summary>The authenticator of a subject's membership.</summary>
    public byte[] Of(GroupRow group, Guid subjectId)
    {
        using var fields = Write(group, subjectId);
        return authenticator.Of(RowKind.GroupMember, fields);
    }

    /// <summary>A group's members, all of them or those among <paramref name="only"/>, and what was found altered.</summary>
    public async Task<(HashSet<Guid> Sound, IReadOnlyList<AlteredRow> Altered)> ReadAsync(
        FaceAuthDbContext context, Guid groupId, IReadOnlyCollection<Guid>? only, CancellationToken cancellation)
    {
        if (await context.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == groupId, cancellation) is not { } group) return ([], []);
        var rows = context.GroupMembers.AsNoTracking().Where(m => m.GroupId == groupId);
        if (only is not null) rows = rows.Where(m => only.Contains(m.SubjectId));
        var (sound, altered) = (new HashSet<Guid>(), new List<AlteredRow>());
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (Holds(group, row)) sound.Add(row.SubjectId);
            else altered.Add(AsAltered(row.GroupId, row.SubjectId));
        }

        return (sound, altered);
    }

    public static AlteredRow AsAltered(Guid groupId, Guid subjectId) => new()
    {
        Kind = RowKind.GroupMember,
        RowId = subjectId,
        // of one subject's memberships it tells which
        Number = BinaryPrimitives.ReadInt64BigEndian(groupId.ToByteArray(bigEndian: true).AsSpan(8)),
        SubjectId = subjectId,
    };

    bool Holds(GroupRow group, GroupMemberRow row)
    {
        using var fields = Write(group, row.SubjectId);
        return authenticator.Matches(RowKind.GroupMember, fields, row.Authenticator);
    }

    static RowFields Write(GroupRow group, Guid subjectId)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(group.Id);
        fields.Add(group.Owner);
        fields.Add(group.Name);
        fields.Add(subjectId);
        return fields;
    }
}
