namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>Unwinds the library's handshake when it must end: a deadline, or nobody wants it any more.</summary>
internal sealed class HandshakeEndedException() : IOException("The handshake was ended.");
