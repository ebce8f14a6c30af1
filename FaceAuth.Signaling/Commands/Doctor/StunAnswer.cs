using System.Buffers.Binary;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>An answer of STUN or TURN.</summary>
/// <param name="bytes">All of it.</param>
internal sealed class StunAnswer(byte[] bytes)
{
    const int RealmType = 0x0014, NonceType = 0x0015, ErrorType = 0x0009;

    /// <summary>Whether it says yes.</summary>
    public bool IsSuccess => (bytes[0] & 1) == 1 && (bytes[1] & 0x10) == 0;

    /// <summary>The error's number, 0 for none.</summary>
    public int Error => Find(ErrorType) is [_, _, var hundreds, var rest, ..] ? ((hundreds & 7) * 100) + rest : 0;

    public byte[] Realm => Find(RealmType) ?? [];

    public byte[] Nonce => Find(NonceType) ?? [];

    /// <summary>Whether the bytes are an answer to that request.</summary>
    public static bool Fits(ReadOnlySpan<byte> bytes, StunRequest request) =>
        bytes.Length >= StunRequest.HeaderLength && bytes[8..20].SequenceEqual(request.Id) && (bytes[0] & 1) == 1;

    byte[]? Find(int type)
    {
        for (var at = StunRequest.HeaderLength; at + 4 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            if (at + 4 + length > bytes.Length) return null;
            if (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)) == type) return bytes[(at + 4)..(at + 4 + length)];
            at += 4 + ((length + 3) & ~3);
        }

        return null;
    }
}
