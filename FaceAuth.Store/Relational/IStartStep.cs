namespace FaceAuth.Store.Relational;

/// <summary>One thing that is done each time the store is opened, after the migrations and under the start-up lock.</summary>
/// <remarks>In the order in which they are registered. What a crash left half done is gone on with at the next start.</remarks>
internal interface IStartStep
{
    /// <summary>Does it, or what is left of it.</summary>
    /// <exception cref="Contracts.StoreException">It cannot be done: the store stays closed.</exception>
    Task RunAsync(CancellationToken cancellation);

    /// <summary>Looks whether it can be done, and changes nothing.</summary>
    /// <exception cref="Contracts.StoreException">It cannot.</exception>
    Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;
}
