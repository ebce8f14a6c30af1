namespace FaceAuth.Media.Contracts;

/// <summary>What a peer's behaviour says of whether it is a browser with a camera.</summary>
public enum PeerSign
{
    /// <summary>Nothing: it was not looked for, or could not be told.</summary>
    Unknown,

    /// <summary>As a camera and a browser do.</summary>
    Clear,

    /// <summary>As they hardly ever do.</summary>
    Raised,
}
