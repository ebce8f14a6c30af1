namespace FaceAuth.Media.Rtp;

/// <summary>What became of a packet handed to the jitter buffer.</summary>
internal enum JitterInsert
{
    /// <summary>It is held.</summary>
    Held,

    /// <summary>Its place was taken already.</summary>
    Duplicate,

    /// <summary>What it belongs to was delivered or given up.</summary>
    TooOld,

    /// <summary>No packet buffer was free; the packet counts as lost.</summary>
    NoBuffer,
}
