using System.Buffers.Binary;

namespace FaceAuth.Media.Depacketize;

/// <summary>
/// The VP9 payload descriptor (RFC 9628 §4.2, https://www.rfc-editor.org/rfc/rfc9628#section-4.2), as far as it matters here.
/// </summary>
/// <param name="Length">Bytes of the descriptor.</param>
/// <param name="IsPredicted">The picture refers to earlier ones.</param>
/// <param name="StartsFrame">The payload begins a frame of one spatial layer.</param>
/// <param name="SpatialLayer">Spatial layer, 0–7.</param>
/// <remarks>
/// <code>
///  0 1 2 3 4 5 6 7
/// |I|P|L|F|B|E|V|Z|
/// |M| PICTURE ID  |  I: 7 bits, or 15 where M
/// | TID |U| SID |D|  L
/// |   TL0PICIDX   |  L and not F
/// |   P_DIFF    |N|  F and P, up to three times
/// |    SS …       |  V: N_S(3) Y G 000, then (N_S + 1) × width, height where Y, then the picture group where G
/// </code>
/// </remarks>
internal readonly record struct Vp9Descriptor(int Length, bool IsPredicted, bool StartsFrame, int SpatialLayer)
{
    /// <summary>Size of the highest spatial layer in pixels, where the descriptor says so; else 0.</summary>
    public (ushort Width, ushort Height) TopSize { get; private init; }

    const int MostReferences = 3;

    /// <summary>Reads the descriptor; false when it is cut short or nothing follows it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp9Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty) return false;
        var flags = payload[0];
        bool hasId = (flags & 0x80) != 0, isPredicted = (flags & 0x40) != 0;
        bool hasLayers = (flags & 0x20) != 0, isFlexible = (flags & 0x10) != 0;
        var (at, layer) = (1, 0);
        if (hasId)
        {
            if (at >= payload.Length) return false;
            at += (payload[at] & 0x80) != 0 ? 2 : 1;
        }

        if (hasLayers)
        {
            if (at >= payload.Length) return false;
            layer = payload[at] >> 1 & 7;
            at += isFlexible ? 1 : 2;
        }

        if (isFlexible && isPredicted)
        {
            for (var reference = 1; ; reference++)
            {
                if (at >= payload.Length || reference > MostReferences) return false;
                if ((payload[at++] & 1) == 0) break;
            }
        }

        (ushort, ushort) top = default;
        if ((flags & 0x02) != 0 && !TryReadStructure(payload, ref at, out top)) return false;
        if (at >= payload.Length) return false;
        descriptor = new(at, isPredicted, (flags & 0x08) != 0, layer) { TopSize = top };
        return true;
    }

    static bool TryReadStructure(ReadOnlySpan<byte> payload, ref int at, out (ushort Width, ushort Height) top)
    {
        top = default;
        if (at >= payload.Length) return false;
        var head = payload[at++];
        if ((head & 0x10) != 0)
        {
            at += 4 * ((head >> 5) + 1);
            if (at > payload.Length) return false;
            top = (BinaryPrimitives.ReadUInt16BigEndian(payload[(at - 4)..]), BinaryPrimitives.ReadUInt16BigEndian(payload[(at - 2)..]));
        }

        if ((head & 0x08) == 0) return true;
        if (at >= payload.Length) return false;
        for (var pictures = payload[at++]; pictures > 0; pictures--)
        {
            if (at >= payload.Length) return false;
            at += 1 + (payload[at] >> 2 & 3);
        }

        return true;
    }
}
