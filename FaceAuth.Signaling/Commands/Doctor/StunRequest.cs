using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>A request of STUN (RFC 8489) or TURN (RFC 8656), as bytes.</summary>
/// <remarks>
/// Header: type and length (16 bits each), cookie (32), id (96); then attributes of type, length and value, padded to 32 bits.
/// </remarks>
internal sealed class StunRequest
{
    public const int HeaderLength = 20;

    const int BindingType = 0x0001, AllocateType = 0x0003, RefreshType = 0x0004;
    const int UserName = 0x0006, Integrity = 0x0008, Lifetime = 0x000D, Realm = 0x0014, Nonce = 0x0015, RequestedTransport = 0x0019;
    const int Priority = 0x0024, Fingerprint = 0x8028, IceControlling = 0x802A;
    const uint FingerprintMask = 0x5354554E;

    static readonly byte[] Udp = [17, 0, 0, 0];

    readonly List<byte> _bytes = [];

    StunRequest(int type)
    {
        Add(type);
        Add(0);
        _bytes.AddRange([0x21, 0x12, 0xA4, 0x42]);
        _bytes.AddRange(Id);
    }

    /// <summary>By which its answer is known.</summary>
    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(12);

    /// <summary>The bytes to send.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>"What is my address?", which every STUN server answers.</summary>
    public static StunRequest Binding()
    {
        var request = new StunRequest(BindingType);
        request.Seal(null);
        return request;
    }

    /// <summary>An ICE connectivity check (RFC 8445 §7.1).</summary>
    public static StunRequest Binding(string user, string password)
    {
        var request = new StunRequest(BindingType);
        request.Add(UserName, Encoding.UTF8.GetBytes(user));
        request.Add(Priority, [0x6E, 0x00, 0x00, 0xFF]);
        request.Add(IceControlling, RandomNumberGenerator.GetBytes(8));
        request.Seal(Encoding.UTF8.GetBytes(password));
        return request;
    }

    /// <summary>A TURN server's relayed address is asked for, without credentials: the answer names realm and nonce.</summary>
    public static StunRequest Allocate()
    {
        var request = new StunRequest(AllocateType);
        request.Add(RequestedTransport, Udp);
        return request;
    }

    /// <summary>The same with credentials.</summary>
    public static StunRequest Allocate(TurnLogin login)
    {
        var request = new StunRequest(AllocateType);
        request.Add(RequestedTransport, Udp);
        request.SealWith(login);
        return request;
    }

    /// <summary>Gives the relayed address back.</summary>
    public static StunRequest Release(TurnLogin login)
    {
        var request = new StunRequest(RefreshType);
        request.Add(Lifetime, new byte[4]);
        request.SealWith(login);
        return request;
    }

    [SuppressMessage("Security", "CA5351", Justification = "TURN's long-term credentials are made so (RFC 8489 §9.2.2).")]
    void SealWith(TurnLogin login)
    {
        Add(UserName, Encoding.UTF8.GetBytes(login.User));
        Add(Realm, login.Realm);
        Add(Nonce, login.Nonce);
        Seal(MD5.HashData([.. Encoding.UTF8.GetBytes($"{login.User}:"), .. login.Realm, .. Encoding.UTF8.GetBytes($":{login.Password}")]));
    }

    [SuppressMessage("Security", "CA5350", Justification = "STUN fixes HMAC-SHA1 for this; as a MAC it is unbroken.")]
    void Seal(byte[]? key)
    {
        if (key is not null)
        {
            SetLength(24);
            Add(Integrity, HMACSHA1.HashData(key, Bytes));
        }

        SetLength(8);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(Bytes) ^ FingerprintMask);
        Add(Fingerprint, sum);
    }

    void Add(int type, ReadOnlySpan<byte> value)
    {
        Add(type);
        Add(value.Length);
        _bytes.AddRange(value);
        while (_bytes.Count % 4 != 0) _bytes.Add(0);
        SetLength(0);
    }

    void Add(int number) => _bytes.AddRange([(byte)(number >> 8), (byte)number]);

    /// <summary>The length counts an attribute that follows, over which it is computed.</summary>
    void SetLength(int more)
    {
        var length = _bytes.Count - HeaderLength + more;
        (_bytes[2], _bytes[3]) = ((byte)(length >> 8), (byte)length);
    }

    /// <summary>CRC-32 of ISO 3309, reflected.</summary>
    static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
