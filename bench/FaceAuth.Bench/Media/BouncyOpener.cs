using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace FaceAuth.Bench.Media;

/// <summary>The ciphers of SRTP in BouncyCastle, with the AES engine that it chooses for this processor, kept from packet to packet.</summary>
internal sealed class BouncyOpener
{
    const int Header = 12;

    readonly byte[] _salt;
    readonly byte[] _roc = new byte[4];
    readonly byte[] _output = new byte[2048];
    readonly KeyParameter _key;
    readonly GcmBlockCipher _gcm = new(AesUtilities.CreateEngine());
    readonly SicBlockCipher _counter = new(AesUtilities.CreateEngine());
    readonly HMac _mac = new(new Sha1Digest());

    /// <summary>Takes the session key and the session salt of a stream whose SSRC and rollover counter are 0.</summary>
    public BouncyOpener(byte[] key, byte[] salt)
    {
        (_key, _salt) = (new(key), salt);
        _mac.Init(new KeyParameter(new byte[20]));
    }

    /// <summary>Checks and deciphers; throws where the tag is wrong.</summary>
    public int OpenGcm(byte[] packet)
    {
        _gcm.Init(false, new AeadParameters(_key, 128, Numbered(packet, 12), packet[..Header]));
        var length = _gcm.ProcessBytes(packet, Header, packet.Length - Header, _output, 0);
        return length + _gcm.DoFinal(_output, length);
    }

    /// <summary>Hashes and deciphers; the code is not compared.</summary>
    public int OpenCm(byte[] packet)
    {
        _mac.BlockUpdate(packet, 0, packet.Length - 10);
        _mac.BlockUpdate(_roc, 0, 4);
        _mac.DoFinal(_output, 0);

        _counter.Init(true, new ParametersWithIV(_key, Numbered(packet, 14)));
        for (var at = Header; at + 16 <= packet.Length - 10; at += 16) _counter.ProcessBlock(packet, at, _output, at);
        return packet.Length;
    }

    byte[] Numbered(byte[] packet, int length)
    {
        var iv = _salt.AsSpan(0, length).ToArray();
        iv[length - 2] ^= packet[2];
        iv[length - 1] ^= packet[3];
        return iv;
    }
}
