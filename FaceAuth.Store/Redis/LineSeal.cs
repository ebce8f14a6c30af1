using System.Security.Cryptography;

namespace FaceAuth.Store.Redis;

/// <summary>Seals what nodes say to each other: AES-256-GCM, bound to who says it, to whom, and in which exchange.</summary>
/// <remarks>Nonces are random: a key lasts for far less than the 2^32 messages that these are good for.</remarks>
internal sealed class LineSeal(byte[] nameKey)
{
    const int Id = 16, Nonce = 12, Tag = 16;

    /// <summary>Bytes before what is sealed.</summary>
    public const int Head = 1 + Id + Id + Nonce + Tag;

    readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, nameKey, 32, info: "FaceAuth line between nodes v1"u8.ToArray());

    // kind 1 | exchange 16 | from 16 | nonce 12 | tag 16 | sealed
    public byte[] Seal(LineKind kind, Guid exchange, Guid from, Guid to, ReadOnlySpan<byte> said)
    {
        var message = new byte[Head + said.Length];
        message[0] = (byte)kind;
        exchange.TryWriteBytes(message.AsSpan(1));
        from.TryWriteBytes(message.AsSpan(1 + Id));
        var nonce = message.AsSpan(1 + Id + Id, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, Tag);
        cipher.Encrypt(nonce, said, message.AsSpan(Head), message.AsSpan(Head - Tag, Tag), Bound(message, to));
        return message;
    }

    /// <summary>What another node with the same signing key said to this one; false for all else.</summary>
    public bool TryOpen(ReadOnlySpan<byte> message, Guid to, out LineKind kind, out Guid exchange, out Guid from, out byte[] said)
    {
        (kind, exchange, from, said) = (default, default, default, []);
        if (message.Length < Head) return false;
        var read = new byte[message.Length - Head];
        using var cipher = new AesGcm(_key, Tag);
        try
        {
            cipher.Decrypt(
                message.Slice(1 + Id + Id, Nonce), message[Head..], message.Slice(Head - Tag, Tag), read, Bound(message, to));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        (kind, exchange, from, said) = ((LineKind)message[0], new(message.Slice(1, Id)), new(message.Slice(1 + Id, Id)), read);
        return true;
    }

    static byte[] Bound(ReadOnlySpan<byte> message, Guid to) => [.. message[..(1 + Id + Id)], .. to.ToByteArray()];
}
