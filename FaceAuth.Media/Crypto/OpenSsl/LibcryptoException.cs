using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>libcrypto is not there, not what it should be, or failed at what cannot fail.</summary>
internal sealed class LibcryptoException(string message) : CryptographicException(message);
