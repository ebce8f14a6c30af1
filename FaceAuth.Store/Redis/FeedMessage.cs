using System.Buffers.Binary;
using System.Text;

namespace FaceAuth.Store.Redis;

/// <summary>What nodes say to each other on the feed's channel.</summary>
/// <remarks>
/// 16 bytes of the node's id, 8 of its last change's number, 8 of the beat's (both little-endian), one of the topic's length, the topic in
/// UTF-8, the message. A beat has no topic; a change has no beat.
/// </remarks>
/// <param name="Node">Who says it.</param>
/// <param name="Number">Of this change, or of the last one before this beat; the first is 1.</param>
/// <param name="Beat">Number of the beat, 0 for a change.</param>
/// <param name="Topic">Of a change; empty for a beat.</param>
/// <param name="Message">Of a change.</param>
internal readonly record struct FeedMessage(Guid Node, long Number, long Beat, string Topic, ReadOnlyMemory<byte> Message)
{
    const int Head = 33;

    public bool IsBeat => Beat > 0;

    public byte[] Write()
    {
        var topic = Encoding.UTF8.GetByteCount(Topic);
        var bytes = new byte[Head + topic + Message.Length];
        Node.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Beat);
        bytes[32] = (byte)topic;
        Encoding.UTF8.GetBytes(Topic, bytes.AsSpan(Head));
        Message.Span.CopyTo(bytes.AsSpan(Head + topic));
        return bytes;
    }

    public static bool TryRead(ReadOnlyMemory<byte> bytes, out FeedMessage message)
    {
        message = default;
        var span = bytes.Span;
        if (span.Length < Head || span.Length < Head + span[32]) return false;
        message = new(
            new Guid(span[..16]), BinaryPrimitives.ReadInt64LittleEndian(span[16..]), BinaryPrimitives.ReadInt64LittleEndian(span[24..]),
            Encoding.UTF8.GetString(span.Slice(Head, span[32])), bytes[(Head + span[32])..]);
        return true;
    }
}
