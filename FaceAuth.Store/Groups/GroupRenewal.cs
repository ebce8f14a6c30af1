using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Groups;

/// <summary>Gives memberships of groups authenticators under the present root key.</summary>
internal sealed class GroupRenewal(StoreDatabase database, GroupMembers members, RenewalBatches batches) : IRenewedRows
{
    const int Batch = 128;

    public string Name => "group members";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        var groups = await database.ReadAsync(
            context => context.Groups.OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(cancellation), cancellation);
        foreach (var group in groups)
        {
            var old = await database.ReadAsync(context => members.OldAsync(context, group, cancellation), cancellation);
            await batches.RunAsync(
                old, Batch, (context, batch, forged) => members.RenewAsync(context, group, batch, forged, cancellation), moved, pace,
                cancellation);
        }
    }
}
