namespace FaceAuth.Signaling.DataChannel;

/// <summary>What a browser's message asks for.</summary>
internal enum PeerMessage
{
    /// <summary>Not a message: end the session.</summary>
    Bad,

    /// <summary>A type from some later version: ignore it.</summary>
    Unknown,

    /// <summary>The page is ready; it is told how things stand.</summary>
    Ready,

    /// <summary>The person leaves.</summary>
    Bye,

    /// <summary>Counts so far, once.</summary>
    Stats,

    /// <summary>Counts after every picture from now on.</summary>
    StatsEveryFrame,

    /// <summary>What the page says of its camera says nothing for or against it.</summary>
    CameraUnknown,

    /// <summary>The page says what a camera would.</summary>
    CameraClear,

    /// <summary>The page itself says that it is no camera, or another one than at first.</summary>
    CameraDoubted,
}
