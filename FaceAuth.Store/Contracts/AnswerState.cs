namespace FaceAuth.Store.Contracts;

/// <summary>What is known of a request's idempotency key.</summary>
public enum AnswerState
{
    /// <summary>Nothing: the request is to be answered.</summary>
    Begun,

    /// <summary>The same request was answered before.</summary>
    Kept,

    /// <summary>The same request is being answered.</summary>
    InFlight,

    /// <summary>Another request had the key.</summary>
    Other,
}
