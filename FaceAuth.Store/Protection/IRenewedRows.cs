namespace FaceAuth.Store.Protection;

/// <summary>Rows of one kind that a rotation brings under the present keys.</summary>
internal interface IRenewedRows
{
    /// <summary>What messages call them.</summary>
    string Name { get; }

    /// <summary>Brings every row that holds under the present keys, from the first to the last, in short transactions.</summary>
    /// <param name="moved">Told how many rows each transaction brought.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    /// <remarks>What was altered stays as it is. What is present already is left alone, so that it may be run again.</remarks>
    Task RenewAsync(Action<int> moved, CancellationToken cancellation);
}
