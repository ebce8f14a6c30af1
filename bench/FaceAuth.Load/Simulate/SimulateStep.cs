namespace FaceAuth.Load.Simulate;

/// <summary>Steps of the connection.</summary>
internal enum SimulateStep
{
    /// <summary>The server answered the offer.</summary>
    Answered,

    /// <summary>ICE and DTLS are up.</summary>
    Connected,

    /// <summary>The data channel is open.</summary>
    ChannelOpen,

    /// <summary>The clip was played to its end, once.</summary>
    ClipEnded,
}
