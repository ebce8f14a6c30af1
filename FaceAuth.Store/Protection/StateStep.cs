using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Writes the keys' state into databases of versions that kept none, once every row has its authenticator.</summary>
internal sealed class StateStep(StoreDatabase database, KeyRing ring) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (ring.IsRecorded) return;
        await database.WriteAsync(async context =>
        {
            var info = await context.Info.SingleAsync(cancellation);
            info.KeyCheck = ring.Current.Secret.Check();
            StateSeal.Write(info, ring.State, ring.Current.Secret);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
        ring.Follow(ring.State, []);
    }
}
