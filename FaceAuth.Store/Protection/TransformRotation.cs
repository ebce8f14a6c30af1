using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Protection;

/// <summary>Renews every template's transform: a new generation, or the rest of one that was begun.</summary>
internal sealed class TransformRotation(
    ProtectionChange change, KeyRing ring, ISubjectRows subjects, IAuditLog audit, TimeProvider clock)
{
    /// <summary>Answers the generation that all templates are of now.</summary>
    /// <exception cref="StoreException">Another process rotates, or the database fails.</exception>
    public async Task<int> RunAsync(Action<int> moved, CancellationToken cancellation)
    {
        await using var alone = await change.BeginAsync(cancellation);
        await change.GoOnAsync(
            (_, _, state) => Task.FromResult(state.IsRenewing ? null : state with { Generation = state.Generation + 1 }), null,
            cancellation);
        await FinishAsync(moved, cancellation);
        await audit.AppendAsync(
            new(clock.GetUtcNow(), "keys.transform_rotated", "system", Details: $$"""{"generation":{{ring.State.Generation}}}"""),
            CancellationToken.None);
        return ring.State.Generation;
    }

    /// <summary>Renews what is left, and then compares nothing older any more; the caller has begun.</summary>
    public async Task FinishAsync(Action<int> moved, CancellationToken cancellation)
    {
        // from first to last: what is added meanwhile is of the present generation
        await subjects.RenewAsync(moved, cancellation);
        await change.GoOnAsync(
            (_, _, state) => Task.FromResult<ProtectionState?>(state with { OldestGeneration = state.Generation }), null, cancellation);
    }
}
