using System.Buffers.Binary;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;
using FaceAuth.Testing;

namespace FaceAuth.Fuzz.Targets;

/// <summary>A TCP stream cut anywhere, of a stranger and of a peer.</summary>
/// <remarks>There is always room for more, a stranger gets nothing but checks through, and no more is held than one frame.</remarks>
internal sealed class FrameTarget : FuzzTarget
{
    readonly FrameReader _stranger = new();
    readonly FrameReader _peer = new();
    int _cut;

    public FrameTarget() => _peer.Admit();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } = Record();

    /// <inheritdoc/>
    public override int Inputs => 50;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        Feed(_stranger, input, isStranger: true);
        Feed(_peer, input, isStranger: false);
    }

    void Feed(FrameReader reader, Span<byte> input, bool isStranger)
    {
        var longest = isStranger ? FrameReader.LongestCheck : FrameReader.LongestFrame;
        while (!input.IsEmpty && !reader.IsRefused)
        {
            var room = reader.Room.Span;
            if (room.IsEmpty) throw new InvalidOperationException("There is no room, and no frame came.");
            var count = Math.Min(Math.Min(input.Length, room.Length), 1 + _cut++ % 700);
            input[..count].CopyTo(room);
            input = input[count..];
            reader.Advance(count);
            while (reader.TryTake(out var frame))
            {
                if (frame.Length > longest) throw new InvalidOperationException($"A frame of {frame.Length} bytes.");
                if (isStranger && !StunMessage.LooksLikeStun(frame))
                    throw new InvalidOperationException("A stranger sent something else than a check.");
            }

            if (reader.Held > 2 + longest) throw new InvalidOperationException($"{reader.Held} bytes are held.");
        }
    }

    // checks, then frames of every kind, one of no length among them
    static List<byte[]> Record()
    {
        var checks = Directory.GetFiles(Vectors.PathOf("rfc5769"), "*request*.hex").Order(StringComparer.Ordinal)
            .Select(file => Vectors.Hex(file)).ToList();
        var frames = checks.ConvertAll(Framed);
        frames.Add([.. frames[0], .. Framed([]), .. Framed([22, 254, 253, 0, 0]), .. Framed([0x80, 96, .. new byte[1200]])]);
        return frames;
    }

    static byte[] Framed(byte[] bytes)
    {
        var frame = new byte[2 + bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)bytes.Length);
        bytes.CopyTo(frame, 2);
        return frame;
    }
}
