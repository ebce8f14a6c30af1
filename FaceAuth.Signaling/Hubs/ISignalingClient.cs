namespace FaceAuth.Signaling.Hubs;

/// <summary>What the server may say to a browser on the hub.</summary>
public interface ISignalingClient
{
    /// <summary>The session ended without a decision.</summary>
    Task Ended(SessionEndedMessage message);
}
