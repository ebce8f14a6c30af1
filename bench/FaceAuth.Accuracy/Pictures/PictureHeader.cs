using System.Buffers.Binary;

namespace FaceAuth.Accuracy.Pictures;

/// <summary>Format and size of a picture, read off its first bytes.</summary>
/// <param name="Demuxer">ffmpeg's name of a stream of such pictures, "jpeg_pipe" or "png_pipe".</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="MayTurn">Whether it carries EXIF data, which may ask for the picture to be turned.</param>
internal readonly record struct PictureHeader(string Demuxer, int Width, int Height, bool MayTurn)
{
    /// <summary>Reads the header; false for other formats and for what makes no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> picture, out PictureHeader header)
    {
        header = default;
        if (picture is [0xFF, 0xD8, ..]) return TryReadJpeg(picture, out header);
        if (picture.Length < 26 || !picture.StartsWith("\x89PNG\r\n\x1a\n"u8)) return false;
        header = new("png_pipe", BinaryPrimitives.ReadInt32BigEndian(picture[16..]), BinaryPrimitives.ReadInt32BigEndian(picture[20..]),
            picture.IndexOf("eXIf"u8) >= 0);
        return true;
    }

    // ITU-T T.81 B.1.1.4: marker, length, content; the frame header is SOF0–SOF15 without DHT (C4), JPG (C8), DAC (CC)
    static bool TryReadJpeg(ReadOnlySpan<byte> picture, out PictureHeader header)
    {
        header = default;
        var mayTurn = false;
        for (var at = 2; at + 4 <= picture.Length && picture[at] == 0xFF;)
        {
            var marker = picture[at + 1];
            if (marker == 0xFF)
            {
                at++;   // fill bytes
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (at + 9 > picture.Length) return false;
                header = new(
                    "jpeg_pipe", BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 5)..]), mayTurn);
                return true;
            }

            mayTurn |= marker == 0xE1;   // APP1
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
        }

        return false;
    }
}
