using System.Security.Cryptography;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>The bytes that a finished handshake gives.</summary>
/// <param name="Profile">The agreed SRTP profile.</param>
/// <param name="Srtp">Exported SRTP keys.</param>
/// <param name="KeyBlock">40 bytes for the record layer.</param>
/// <param name="LocalVerifyData">Contents of our Finished message.</param>
internal sealed record HandshakeSecrets(SrtpProfile Profile, byte[] Srtp, byte[] KeyBlock, byte[] LocalVerifyData) : IDisposable
{
    /// <summary>Clears the bytes.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Srtp);
        CryptographicOperations.ZeroMemory(KeyBlock);
    }
}
