using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceAuth.Store.Relational;

/// <summary>Puts a full disk into the store's own words where others save through the context, as ASP.NET Core Identity does.</summary>
internal sealed class FullDisk(IStoreEngine engine, WriteHealth health) : SaveChangesInterceptor
{
    /// <exception cref="StoreFullException">That was why.</exception>
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Explain(eventData.Exception);

    /// <inheritdoc cref="SaveChangesFailed"/>
    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Explain(eventData.Exception);
        return Task.CompletedTask;
    }

    void Explain(Exception fault)
    {
        if (engine.Explain(fault) is not StoreFullException full) return;
        health.HandleFull(full);
        throw full;
    }
}
