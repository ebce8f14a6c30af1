namespace FaceAuth.Media.Peer;

/// <summary>Takes one SCTP packet out of a DTLS record; the bytes are valid during the call.</summary>
internal delegate void SctpPacketHandler(ReadOnlySpan<byte> packet, TimeSpan now);
