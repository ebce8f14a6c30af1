namespace FaceAuth.Store.Contracts;

/// <summary>How far a delivery is.</summary>
public enum WebhookDeliveryState
{
    /// <summary>It waits for its next attempt, or is being tried.</summary>
    Waiting,

    /// <summary>The endpoint has taken it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Failed,
}
