using System.Buffers.Binary;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Stills;

/// <summary>What a JPEG or PNG file says of itself, read without decoding anything.</summary>
/// <remarks>
/// Whoever passes has a size that is known, no more scans than cameras write, and nothing behind its end: a decoder's work is bounded by
/// its pixels, and the file is no second thing at the same time. Sans-IO; allocates nothing.
/// </remarks>
internal static class PictureShape
{
    const int LeastSide = 16;
    const int MostSide = 4096;

    // Every scan of a progressive JPEG goes over the whole picture, and takes a dozen bytes: libjpeg writes ten for a picture in colours.
    const int MostScans = 16;
    const int MostParts = 4096;

    static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>What is wrong with a file; null when nothing is.</summary>
    public static PictureFlaw? FlawOf(ReadOnlySpan<byte> file, int mostPixels) =>
        file.StartsWith(PngSignature) ? FlawOfPng(file, mostPixels)
        : file.StartsWith<byte>([0xff, 0xd8]) ? FlawOfJpeg(file, mostPixels)
        : PictureFlaw.NotAPicture;

    /// <summary>Chunks (PNG third edition §5, https://www.w3.org/TR/png-3/#5DataRep).</summary>
    static PictureFlaw? FlawOfPng(ReadOnlySpan<byte> file, int mostPixels)
    {
        var rest = file[PngSignature.Length..];
        var hasPixels = false;
        for (var parts = 0; parts < MostParts; parts++)
        {
            // length, type, data, CRC
            if (rest.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 12)
                return PictureFlaw.NotAPicture;
            var type = rest.Slice(4, 4);
            var data = rest.Slice(8, (int)length);
            rest = rest[(12 + (int)length)..];
            if (parts == 0)
            {
                if (!type.SequenceEqual("IHDR"u8) || data.Length != 13) return PictureFlaw.NotAPicture;
                var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
                if (FlawOfSize(width, height, mostPixels) is { } size) return size;
            }
            else if (type.SequenceEqual("acTL"u8)) return PictureFlaw.Unsupported;   // animated
            else if (type.SequenceEqual("IDAT"u8)) hasPixels = true;
            else if (type.SequenceEqual("IEND"u8)) return hasPixels && data.IsEmpty && rest.IsEmpty ? null : PictureFlaw.NotAPicture;
        }

        return PictureFlaw.NotAPicture;
    }

    /// <summary>Markers (ITU-T T.81 §B.1, https://www.w3.org/Graphics/JPEG/itu-t81.pdf).</summary>
    static PictureFlaw? FlawOfJpeg(ReadOnlySpan<byte> file, int mostPixels)
    {
        var rest = file[2..];
        var (hasSize, scans) = (false, 0);
        for (var parts = 0; parts < MostParts; parts++)
        {
            if (rest.Length < 2 || rest[0] != 0xff) return PictureFlaw.NotAPicture;
            var marker = rest[1];
            if (marker == 0xff)
            {
                rest = rest[1..];   // filling
                continue;
            }

            if (marker == 0xd9) return scans > 0 && rest.Length == 2 ? null : PictureFlaw.NotAPicture;
            if (rest.Length < 4) return PictureFlaw.NotAPicture;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 2 || length > rest.Length - 2) return PictureFlaw.NotAPicture;
            var data = rest.Slice(4, length - 2);
            rest = rest[(2 + length)..];
            switch (marker)
            {
                case 0xc0 or 0xc1 or 0xc2:   // baseline, extended, progressive; Huffman
                    if (hasSize || data.Length < 6) return PictureFlaw.NotAPicture;
                    if (data[0] != 8 || data[5] is not (1 or 3)) return PictureFlaw.Unsupported;   // grey or colours; four are CMYK
                    int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
                    if (FlawOfSize(width, height, mostPixels) is { } size) return size;
                    hasSize = true;
                    break;
                case 0xc4 or (>= 0xda and <= 0xdd) or (>= 0xe0 and <= 0xef) or 0xfe:
                    if (marker == 0xdc) return PictureFlaw.Unsupported;   // a height that comes later
                    if (marker != 0xda) break;
                    if (!hasSize) return PictureFlaw.NotAPicture;
                    if (++scans > MostScans) return PictureFlaw.Unsupported;
                    rest = AfterScan(rest);
                    break;
                case >= 0xc3 and <= 0xcf:
                    return PictureFlaw.Unsupported;   // lossless, hierarchical, arithmetic
                default:
                    return PictureFlaw.NotAPicture;
            }
        }

        return PictureFlaw.NotAPicture;
    }

    /// <summary>Coded data ends at a marker that is neither a stuffed byte nor a restart.</summary>
    static ReadOnlySpan<byte> AfterScan(ReadOnlySpan<byte> coded)
    {
        while (coded.IndexOf((byte)0xff) is >= 0 and var at && at + 1 < coded.Length)
        {
            if (coded[at + 1] is not (0 or 0xff or (>= 0xd0 and <= 0xd7))) return coded[at..];
            coded = coded[(coded[at + 1] == 0xff ? at + 1 : at + 2)..];
        }

        return [];
    }

    static PictureFlaw? FlawOfSize(long width, long height, int mostPixels) =>
        width is < LeastSide or > MostSide || height is < LeastSide or > MostSide || width * height > mostPixels
            ? PictureFlaw.BadSize : null;
}
