namespace FaceAuth.Store.Contracts;

/// <summary>The store can be read but not written: its disk is full, refuses to be written, or is read-only.</summary>
/// <remarks>Nothing of the call was stored. The same call succeeds once there is room; nothing needs to be started anew.</remarks>
public sealed class StoreFullException(string message, Exception? inner = null) : StoreException(message, inner)
{
    /// <summary>The message without what it says of the one call: for whoever asks how the store is.</summary>
    public string Standing => Message.Replace("; nothing of this call was stored", "", StringComparison.Ordinal);
}
