using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FaceAuth.Testing;

/// <summary>Writes small JPEG and PNG files by the letter of their standards, sound ones and bombs.</summary>
/// <remarks>Red at the left top, green at the right top, blue at the left bottom, white at the right bottom.</remarks>
public static class TestPictures
{
    /// <summary>A JPEG (ITU-T T.81) of flat blocks.</summary>
    /// <param name="width">Pixels, a multiple of 16.</param>
    /// <param name="height">Pixels, a multiple of 16.</param>
    /// <param name="components">1 for grey, 3 for colours, 4 for CMYK.</param>
    /// <param name="progressive">Whether it is progressive.</param>
    /// <param name="emptyScans">Scans more than it needs.</param>
    /// <param name="orientation">Exif's, 1 to 8; null for none.</param>
    public static byte[] Jpeg(
        int width = 64, int height = 48, int components = 3, bool progressive = false, int emptyScans = 0, int? orientation = null)
    {
        var file = new List<byte> { 0xff, 0xd8 };
        if (orientation is { } turned)
            Segment(file, 0xe1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0]);
        if (components == 4) Segment(file, 0xee, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        Segment(file, 0xdb, [0, 8, .. Enumerable.Repeat((byte)1, 63)]);   // so that a level of one is a step of one
        byte[] frame = [8, .. Short(height), .. Short(width), (byte)components];
        Segment(file, progressive ? 0xc2 : 0xc0, [.. frame, .. Each(components, id => [id, 0x11, 0])]);
        // lengths of codes, then what they stand for: sizes of a difference, and the end of a block alone
        Segment(file, 0xc4, [0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        Segment(file, 0xc4, [0x10, 1, .. new byte[15], 0]);
        byte[] scan = [(byte)components, .. Each(components, id => [id, 0]), 0, (byte)(progressive ? 0 : 63), 0];
        Segment(file, 0xda, scan);
        file.AddRange(Coded(width, height, components, endsBlocks: !progressive));
        for (var i = 0; i < emptyScans; i++) Segment(file, 0xda, [1, 1, 0, 1, 63, 0]);
        return [.. file, 0xff, 0xd9];
    }

    /// <summary>A PNG, of colours or with an alpha channel.</summary>
    /// <param name="width">Pixels that its header promises.</param>
    /// <param name="height">Pixels that its header promises.</param>
    /// <param name="hasAlpha">Whether it has an alpha channel.</param>
    /// <param name="chunks">Further chunks, before the pixels.</param>
    /// <param name="rows">Rows that there are; null for all.</param>
    public static byte[] Png(
        int width = 64, int height = 48, bool hasAlpha = false, IReadOnlyList<(string Type, byte[] Data)>? chunks = null, int? rows = null)
    {
        var file = new List<byte> { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a };
        Chunk(file, "IHDR", [.. Long(width), .. Long(height), 8, (byte)(hasAlpha ? 6 : 2), 0, 0, 0]);
        foreach (var (type, data) in chunks ?? []) Chunk(file, type, data);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            for (var y = 0; y < (rows ?? height); y++)
            {
                zip.WriteByte(0);
                for (var x = 0; x < width; x++)
                {
                    var (r, g, b) = At(x, y, width, height);
                    zip.Write([(byte)r, (byte)g, (byte)b]);
                    if (hasAlpha) zip.WriteByte(255);
                }
            }
        }

        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return [.. file];
    }

    /// <summary>As a page's canvas writes a picture.</summary>
    public static string DataUrl(byte[] file, string type = "image/jpeg") => $"data:{type};base64,{Convert.ToBase64String(file)}";

    static (int R, int G, int B) At(int x, int y, int width, int height) => (x < width / 2, y < height / 2) switch
    {
        (true, true) => (255, 0, 0),
        (false, true) => (0, 255, 0),
        (true, false) => (0, 0, 255),
        _ => (255, 255, 255),
    };

    static byte[] Coded(int width, int height, int components, bool endsBlocks)
    {
        var (bits, last) = (new StringBuilder(), new int[components]);
        for (var y = 0; y < height; y += 8)
        {
            for (var x = 0; x < width; x += 8)
            {
                var (r, g, b) = At(x, y, width, height);
                int[] levels = components == 4 ? [r, g, b, 255] :
                [
                    (int)(0.299 * r + 0.587 * g + 0.114 * b),
                    (int)(128 - 0.1687 * r - 0.3313 * g + 0.5 * b),
                    (int)(128 + 0.5 * r - 0.4187 * g - 0.0813 * b),
                ];
                for (var of = 0; of < components; of++)
                {
                    var difference = Math.Clamp(levels[of], 0, 255) - 128 - last[of];
                    last[of] += difference;
                    var size = difference == 0 ? 0 : (int)Math.Log2(Math.Abs(difference)) + 1;
                    bits.Append(CodeOf(size));
                    if (size > 0)
                        bits.Append(Convert.ToString(difference > 0 ? difference : difference + (1 << size) - 1, 2).PadLeft(size, '0'));
                    if (endsBlocks) bits.Append('0');
                }
            }
        }

        while (bits.Length % 8 != 0) bits.Append('1');
        var text = bits.ToString();
        return [.. Enumerable.Range(0, text.Length / 8).Select(at => Convert.ToByte(text.Substring(8 * at, 8), 2))
            .SelectMany(coded => coded == 0xff ? new byte[] { 0xff, 0 } : [coded])];
    }

    // the canonical code of the lengths above: one of two bits, five of three, then one of each length
    static string CodeOf(int size) => size switch
    {
        0 => "00",
        <= 5 => Convert.ToString(size + 1, 2).PadLeft(3, '0'),
        _ => new string('1', size - 3) + '0',
    };

    static byte[] Each(int components, Func<byte, byte[]> of) =>
        [.. Enumerable.Range(1, components).SelectMany(id => of((byte)id))];

    static void Segment(List<byte> file, byte marker, byte[] data) => file.AddRange([0xff, marker, .. Short(data.Length + 2), .. data]);

    static void Segment(List<byte> file, int marker, byte[] data) => Segment(file, (byte)marker, data);

    static void Chunk(List<byte> file, string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.AddRange([.. Long(data.Length), .. named, .. Long((int)Crc(named))]);
    }

    static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    static byte[] Long(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
