namespace FaceAuth.Store.Contracts;

/// <summary>Whether events are sent to an endpoint.</summary>
public enum WebhookState
{
    /// <summary>They are.</summary>
    Enabled,

    /// <summary>Its owner has turned it off.</summary>
    Disabled,

    /// <summary>It was turned off because it had failed for days.</summary>
    Failed,

    /// <summary>It was turned off because it answered 410.</summary>
    Gone,
}
