using System.Runtime.CompilerServices;
using FaceAuth.Media.Crypto.OpenSsl;

namespace FaceAuth.Bench.Media;

/// <summary>OpenSSL's functions with kept contexts and nothing around them: the least that a packet of SRTP can cost by them.</summary>
/// <remarks>No index, replay window, key derivation, check of a length or hold on a context. Contexts live as long as the process.</remarks>
internal sealed unsafe class BareEvp
{
    const int Header = 12;
    const int GcmTag = 16;
    const int CmTag = 10;

    readonly Libcrypto _library = Libcrypto.Load();
    readonly nint _gcm;
    readonly nint _counter;
    readonly nint _inner;
    readonly nint _outer;
    readonly nint _hash;
    readonly byte[] _key;
    readonly byte[] _iv = new byte[16];
    readonly byte[] _salt;

    /// <summary>Takes the session key and the session salt of a stream whose SSRC and rollover counter are 0.</summary>
    public BareEvp(byte[] key, byte[] salt)
    {
        (_key, _salt) = (key, salt);
        salt.CopyTo(_iv, 0);
        _gcm = Cipher(_library.Gcm);
        _counter = Cipher(_library.Counter);
        (_inner, _outer, _hash) = (Hash(), Hash(), _library.DigestContextNew());
    }

    /// <summary>Enciphers in place: AES-128-GCM, the tag at the end.</summary>
    [SkipLocalsInit]
    public bool SealGcm(byte[] packet)
    {
        int n;
        Number(packet, 10);
        fixed (byte* iv = _iv, at = packet)
        {
            var body = packet.Length - Header - GcmTag;
            return _library.CipherInit(_gcm, 0, null, iv, 1, null) == 1
                && _library.CipherUpdate(_gcm, null, &n, at, Header) == 1
                && _library.CipherUpdate(_gcm, at + Header, &n, at + Header, body) == 1
                && _library.CipherFinal(_gcm, at + Header + body, &n) == 1
                && _library.CipherControl(_gcm, Libcrypto.GetTag, GcmTag, at + Header + body) == 1;
        }
    }

    /// <summary>Checks and deciphers in place.</summary>
    [SkipLocalsInit]
    public bool OpenGcm(byte[] packet)
    {
        int n;
        Number(packet, 10);
        fixed (byte* iv = _iv, at = packet)
        {
            var body = packet.Length - Header - GcmTag;
            return _library.CipherInit(_gcm, 0, null, iv, 0, null) == 1
                && _library.CipherControl(_gcm, Libcrypto.SetTag, GcmTag, at + Header + body) == 1
                && _library.CipherUpdate(_gcm, null, &n, at, Header) == 1
                && _library.CipherUpdate(_gcm, at + Header, &n, at + Header, body) == 1
                && _library.CipherFinal(_gcm, at + Header + body, &n) == 1;
        }
    }

    /// <summary>Enciphers in place: AES-128 in counter mode, then HMAC-SHA1, of which 10 bytes go to the end.</summary>
    [SkipLocalsInit]
    public bool SealCm(byte[] packet)
    {
        Number(packet, 12);
        var digest = stackalloc byte[64];
        fixed (byte* at = packet)
        {
            if (!Count(at + Header, packet.Length - Header - CmTag) || !Mac(at, packet.Length - CmTag + 4, digest)) return false;
            Unsafe.CopyBlockUnaligned(at + packet.Length - CmTag, digest, CmTag);
            return true;
        }
    }

    /// <summary>Hashes and deciphers in place; the code is not compared.</summary>
    [SkipLocalsInit]
    public bool OpenCm(byte[] packet)
    {
        Number(packet, 12);
        var digest = stackalloc byte[64];
        fixed (byte* at = packet) return Mac(at, packet.Length - CmTag + 4, digest) && Count(at + Header, packet.Length - Header - CmTag);
    }

    void Number(byte[] packet, int at)
    {
        _iv[at] = (byte)(_salt[at] ^ packet[2]);
        _iv[at + 1] = (byte)(_salt[at + 1] ^ packet[3]);
    }

    bool Count(byte* at, int length)
    {
        int n;
        fixed (byte* iv = _iv)
        {
            return _library.CipherInit(_counter, 0, null, iv, 1, null) == 1
                && _library.CipherUpdate(_counter, at, &n, at, length) == 1;
        }
    }

    bool Mac(byte* at, int length, byte* digest)
    {
        uint n;
        return _library.DigestContextCopy(_hash, _inner) == 1
            && _library.DigestUpdate(_hash, at, (nuint)length) == 1
            && _library.DigestFinal(_hash, digest, &n) == 1
            && _library.DigestContextCopy(_hash, _outer) == 1
            && _library.DigestUpdate(_hash, digest, n) == 1
            && _library.DigestFinal(_hash, digest, &n) == 1;
    }

    nint Cipher(nint cipher)
    {
        var context = _library.CipherContextNew();
        fixed (byte* key = _key)
        {
            return _library.CipherInit(context, cipher, key, null, 1, null) == 1
                ? context : throw new InvalidOperationException("OpenSSL took no key.");
        }
    }

    nint Hash()
    {
        var context = _library.DigestContextNew();
        var block = stackalloc byte[64];
        return _library.DigestInit(context, _library.Sha1, null) == 1 && _library.DigestUpdate(context, block, 64) == 1
            ? context : throw new InvalidOperationException("OpenSSL took no block.");
    }
}
