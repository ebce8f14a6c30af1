using FaceAuth.Store.Attempts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <inheritdoc/>
internal sealed class NodeStore(StoreDatabase database, RowAuthenticator authenticator) : INodeStore
{
    public async ValueTask<bool> BeatAsync(Guid node, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            var isKnown = await context.Nodes.Where(n => n.Id == node)
                .ExecuteUpdateAsync(set => set.SetProperty(n => n.Beat, n => n.Beat + 1), cancellation) == 1;
            if (isKnown) return true;
            context.Nodes.Add(new() { Id = node, Beat = 1 });
            await context.SaveChangesAsync(cancellation);
            return false;
        }, cancellation);

    public async ValueTask<IReadOnlyList<NodeBeat>> ListAsync(CancellationToken cancellation) =>
        await database.ReadAsync(
            context => context.Nodes.OrderBy(n => n.Id).Take(Limits.ListCount).Select(n => new NodeBeat(n.Id, n.Beat))
                .ToListAsync(cancellation), cancellation);

    public async ValueTask EnterAsync(Guid node, Guid session, AttemptTicket? attempt, CancellationToken cancellation)
    {
        var note = AttemptNote.Write(attempt, session, node, authenticator);
        await database.WriteAsync(async context =>
        {
            // one whose claim was given back is begun anew
            await context.SessionPlaces.Where(p => p.SessionId == session).ExecuteDeleteAsync(cancellation);
            // its owner may have ended it since
            if (!await context.Sessions.AnyAsync(s => s.Id == session && s.State == SessionState.Claimed, cancellation)) return 0;
            context.SessionPlaces.Add(new() { SessionId = session, NodeId = node, Attempt = note });
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask LeaveAsync(Guid session, CancellationToken cancellation) =>
        await database.WriteAsync(
            context => context.SessionPlaces.Where(p => p.SessionId == session).ExecuteDeleteAsync(cancellation), cancellation);

    public async ValueTask<IReadOnlyList<PlacedSession>> SessionsOfAsync(Guid node, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.SessionPlaces.Where(p => p.NodeId == node).OrderBy(p => p.SessionId).Take(Limits.ListCount)
                .Join(context.Sessions, p => p.SessionId, s => s.Id, (p, s) => new { p.SessionId, p.Attempt, s.Purpose })
                .ToListAsync(cancellation), cancellation);
        return rows.ConvertAll(row => new PlacedSession(
            row.SessionId, AttemptNote.Read(row.Attempt, row.SessionId, node, row.Purpose, authenticator)));
    }

    public async ValueTask<bool> IsSilentAsync(NodeBeat seen, CancellationToken cancellation) =>
        await database.ReadAsync(
            context => context.Nodes.AnyAsync(n => n.Id == seen.Node && n.Beat == seen.Beat, cancellation), cancellation);

    public async ValueTask<bool> ForgetAsync(Guid node, CancellationToken cancellation) =>
        await database.WriteAsync(
            context => context.Nodes.Where(n => n.Id == node && !context.SessionPlaces.Any(p => p.NodeId == node))
                .ExecuteDeleteAsync(cancellation), cancellation) > 0;
}
