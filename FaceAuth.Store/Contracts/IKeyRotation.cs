namespace FaceAuth.Store.Contracts;

/// <summary>Replaces what protects the data, while servers go on with it.</summary>
/// <remarks>
/// What was interrupted goes on when it is asked for again. One rotation at a time, in whatever process: a second one is refused with a
/// <see cref="StoreException"/>.
/// </remarks>
public interface IKeyRotation
{
    /// <summary>Brings everything under another master key; false where it is already.</summary>
    /// <param name="target">The key to bring. The same one must be registered with the store's services before it is opened.</param>
    /// <param name="moved">Told of each transaction what kind of rows it brought, and how many.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    Task<bool> RotateMasterAsync(MasterKeyTarget target, Action<string, int> moved, CancellationToken cancellation);

    /// <summary>Transforms every template anew, from its sealed original; answers the generation that all are of then.</summary>
    /// <param name="moved">Told of each transaction how many subjects it brought.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    Task<int> RotateTransformAsync(Action<int> moved, CancellationToken cancellation);
}
