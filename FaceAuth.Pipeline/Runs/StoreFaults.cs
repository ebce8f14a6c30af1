using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>What a run is refused for when the store failed.</summary>
internal static class StoreFaults
{
    /// <summary>The reason that the person is told.</summary>
    public static ReasonCode ReasonOf(Exception fault) => fault switch
    {
        StoreFullException => ReasonCode.StorageFull,
        StoreException => ReasonCode.StoreUnavailable,
        _ => ReasonCode.InternalError,
    };
}
