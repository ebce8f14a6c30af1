using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Groups;

/// <summary>Gives group members authenticators under the present root key.</summary>
internal sealed class GroupRenewal(
    StoreDatabase database, GroupMembers members, RowAuthenticator authenticator, AlteredRows altered) : IRenewedRows
{
    const int Batch = 128;

    public string Name => "group members";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        var groups = await database.ReadAsync(
            context => context.Groups.OrderBy(g => g.Id).ToListAsync(cancellation), cancellation);
        foreach (var group in groups)
            for (var after = Guid.Empty; ;)
            {
                var forged = new List<AlteredRow>();
                var (last, read, count) = await database.WriteAsync(context =>
                {
                    forged.Clear();
                    return RenewAsync(context, group, after, forged, cancellation);
                }, cancellation);
                if (count > 0) moved(count);
                await altered.ReportAsync(forged);
                if (read < Batch) break;
                after = last;
                await pace.PauseAsync(cancellation);
            }
    }

    async Task<(Guid Last, int Read, int Renewed)> RenewAsync(
        FaceAuthDbContext context, GroupRow group, Guid after, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var rows = await context.GroupMembers.AsNoTracking().Where(m => m.GroupId == group.Id && m.SubjectId > after)
            .OrderBy(m => m.SubjectId).Take(Batch).ToListAsync(cancellation);
        var renewed = 0;
        foreach (var row in rows.Where(row => !authenticator.IsPresent(row.Authenticator)))
        {
            if (!members.Holds(group, row)) forged.Add(GroupMembers.AsAltered(row.GroupId, row.SubjectId));
            else
            {
                var (subject, made) = (row.SubjectId, members.Of(group, row.SubjectId));
                renewed += await context.GroupMembers.Where(m => m.GroupId == group.Id && m.SubjectId == subject)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.Authenticator, made), cancellation);
            }
        }

        return (rows.Count > 0 ? rows[^1].SubjectId : after, rows.Count, renewed);
    }
}
