using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Protection;

/// <inheritdoc/>
internal sealed class KeyRotation(MasterRotation master, TransformRotation transform) : IKeyRotation
{
    public Task<bool> RotateMasterAsync(MasterKeyTarget target, Action<string, int> moved, CancellationToken cancellation) =>
        master.RunAsync(target, moved, cancellation);

    public Task<int> RotateTransformAsync(Action<int> moved, CancellationToken cancellation) => transform.RunAsync(moved, cancellation);
}
