namespace FaceAuth.Store.Relational;

/// <summary>What every transaction that writes passes first, before it locks anything else.</summary>
internal interface IWriteFence
{
    /// <summary>Holds what new rows are protected by until the transaction ends, and knows it from then on.</summary>
    /// <exception cref="Contracts.StoreException">This process cannot write as it should.</exception>
    Task EnterAsync(FaceAuthDbContext context, CancellationToken cancellation);
}
