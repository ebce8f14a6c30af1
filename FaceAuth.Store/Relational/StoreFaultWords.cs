using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Relational;

/// <inheritdoc/>
internal sealed class StoreFaultWords(IStoreEngine engine, WriteHealth health) : IStoreFaults
{
    public StoreException? Explain(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault is StoreException known) return known;
        if (engine.Explain(fault) is not { } explained) return null;
        health.HandleFault(explained);
        return explained;
    }
}
