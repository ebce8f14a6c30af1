using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>A picture written as text: a data URL (RFC 2397), or base64 alone.</summary>
internal static class PictureData
{
    const int MostPrefix = 64;
    const int RoomBeside = 4096;

    static ReadOnlySpan<byte> Scheme => "data:"u8;

    static ReadOnlySpan<byte> Base64Mark => ";base64,"u8;

    /// <summary>The file, whatever it is worth; null where the text is none, or holds more bytes than allowed.</summary>
    /// <remarks>A canvas without a size writes "data:,": that is none.</remarks>
    /// <param name="text">What came, UTF-8.</param>
    /// <param name="most">Bytes that the file may have.</param>
    public static byte[]? Read(ReadOnlySpan<byte> text, int most)
    {
        if (text.Length >= Scheme.Length && Ascii.EqualsIgnoreCase(text[..Scheme.Length], Scheme))
        {
            var comma = text[..Math.Min(text.Length, MostPrefix)].IndexOf(Base64Mark);
            if (comma < 0) return null;
            text = text[(comma + Base64Mark.Length)..];
        }

        if (text.IsEmpty || text.Length > Base64.GetMaxEncodedToUtf8Length(most)) return null;
        var file = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var isDone = Base64.DecodeFromUtf8(text, file, out var read, out var length) == OperationStatus.Done && read == text.Length;
        if (!isDone || length == 0 || length > most) return null;
        return length == file.Length ? file : file[..length];
    }

    /// <summary>Bytes of a message that may hold such a file and little else.</summary>
    public static int MostAsText(int most) => Base64.GetMaxEncodedToUtf8Length(most) + RoomBeside;
}
