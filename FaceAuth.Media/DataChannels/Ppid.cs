namespace FaceAuth.Media.DataChannels;

/// <summary>Payload protocol identifiers of WebRTC (RFC 8831 §8). 52 and 54 are deprecated and not taken.</summary>
internal enum Ppid : uint
{
    /// <summary>DCEP.</summary>
    Control = 50,

    /// <summary>A string.</summary>
    Text = 51,

    /// <summary>Bytes.</summary>
    Binary = 53,

    /// <summary>The empty string, sent as one byte that is ignored: SCTP has no empty messages.</summary>
    TextEmpty = 56,

    /// <summary>No bytes, sent as one that is ignored.</summary>
    BinaryEmpty = 57,
}
