using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>Key agreement on P-256 by the framework (RFC 8422 §5.10).</summary>
internal sealed class P256Domain(FrameworkCrypto crypto) : TlsECDomain
{
    /// <inheritdoc/>
    public TlsAgreement CreateECDH() => new Agreement(crypto);

    sealed class Agreement(FrameworkCrypto crypto) : TlsAgreement
    {
        const int CoordinateLength = 32;
        const int PointLength = 1 + 2 * CoordinateLength;
        const byte Uncompressed = 4;

        ECDiffieHellman? _ours;
        ECParameters _theirs;

        public byte[] GenerateEphemeral()
        {
            _ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var point = _ours.ExportParameters(false).Q;
            return [Uncompressed, .. point.X!, .. point.Y!];
        }

        public void ReceivePeerValue(byte[] peerValue)
        {
            if (peerValue.Length != PointLength || peerValue[0] != Uncompressed) throw new TlsFatalAlert(AlertDescription.illegal_parameter);
            _theirs = new()
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = peerValue[1..(1 + CoordinateLength)], Y = peerValue[(1 + CoordinateLength)..] },
            };
        }

        public TlsSecret CalculateSecret()
        {
            if (_ours is null) throw new InvalidOperationException("There is no key pair yet.");
            try
            {
                using var theirs = ECDiffieHellman.Create(_theirs);   // refuses a point that is not on the curve
                return crypto.CreateSecret(_ours.DeriveRawSecretAgreement(theirs.PublicKey));
            }
            catch (CryptographicException e)
            {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, e);
            }
            finally
            {
                _ours.Dispose();
            }
        }
    }
}
