using System.Security.Cryptography;
using FaceAuth.Frames;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Tests.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Depacketize;

/// <summary>A vector's pictures cut into RTP payloads, as a sender of that codec does; 98×66, 12 pictures, a keyframe every 6.</summary>
internal static class CodedClip
{
    public const int Pictures = 12, KeyframeEvery = 6, Width = 98, Height = 66;

    public static IReadOnlyList<string> Hashes(string vector) =>
        Vectors.Text(Path.ChangeExtension(vector, "framemd5")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A decoded picture as <see cref="Hashes"/> names it.</summary>
    public static string Hash(VideoFrame frame)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Append(frame.Y, frame.StrideY, frame.Width, frame.Height);
        Append(frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        Append(frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        return Convert.ToHexStringLower(md5.GetHashAndReset());

        void Append(Span<byte> plane, int stride, int width, int height)
        {
            for (var row = 0; row < height; row++) md5.AppendData(plane.Slice(row * stride, width));
        }
    }

    /// <summary>The units of each picture of an H.264 stream.</summary>
    public static List<List<byte[]>> Units(string vector) => [.. AccessUnits(File.ReadAllBytes(Vectors.PathOf(vector)))];

    /// <summary>For each picture its payloads, none longer than <paramref name="longest"/>.</summary>
    public static List<List<byte[]>> Payloads(VideoCodec codec, string vector, int longest) => codec switch
    {
        VideoCodec.H264 => [.. AccessUnits(File.ReadAllBytes(Vectors.PathOf(vector))).Select(units => H264(units, longest))],
        VideoCodec.Vp9 => [.. Ivf.Pictures(vector).Select((picture, index) => Vp9(picture, index, longest))],
        VideoCodec.Av1 => [.. Ivf.Pictures(vector).Select((picture, index) => Av1(picture, index % KeyframeEvery == 0, longest))],
        _ => throw new ArgumentOutOfRangeException(nameof(codec)),
    };

    // parameter sets, delimiters and the like together in a STAP-A, slices alone or in FU-As
    static List<byte[]> H264(List<byte[]> units, int longest)
    {
        List<byte[]> payloads = [];
        var small = units.TakeWhile(unit => (unit[0] & 31) is not (1 or 5)).ToList();
        if (small.Count == 1 || small.Sum(unit => unit.Length + 2) + 1 > longest) payloads.AddRange(small);
        else if (small.Count > 1)
            payloads.Add([0x78, .. small.SelectMany(unit => (byte[])[(byte)(unit.Length >> 8), (byte)unit.Length, .. unit])]);
        foreach (var slice in units.Skip(small.Count))
        {
            if (slice.Length <= longest)
            {
                payloads.Add(slice);
                continue;
            }

            var parts = slice[1..].Chunk(longest - 2).ToList();
            for (var part = 0; part < parts.Count; part++)
            {
                var ends = (part == 0 ? 0x80 : 0) | (part == parts.Count - 1 ? 0x40 : 0);
                payloads.Add([(byte)((slice[0] & 0xE0) | 28), (byte)(ends | (slice[0] & 31)), .. parts[part]]);
            }
        }

        return payloads;
    }

    // non-flexible mode with a 15-bit picture id and layer indices; a keyframe tells its scalability structure
    static List<byte[]> Vp9(byte[] picture, int index, int longest)
    {
        var isKey = index % KeyframeEvery == 0;
        var parts = picture.Chunk(longest - 20).ToList();
        return [.. parts.Select((part, at) =>
        {
            var isFirst = at == 0;
            var flags = 0x80 | (isKey ? 0 : 0x40) | 0x20 | (isFirst ? 0x08 : 0);
            flags |= (at == parts.Count - 1 ? 0x04 : 0) | (isKey && isFirst ? 0x02 : 0);
            byte[] structure = isKey && isFirst ? [0x18, 0, Width, 0, Height, 1, 0x04, 1] : [];
            return (byte[])[(byte)flags, 0x81, (byte)index, 0x00, (byte)index, .. structure, .. part];
        })];
    }

    // each OBU an element without its size, cut where the payload is full
    static List<byte[]> Av1(byte[] picture, bool isKey, int longest)
    {
        List<byte[]> payloads = [];
        List<byte> payload = [(byte)(isKey ? 0x08 : 0)];
        foreach (var unit in Units(picture))
        {
            ReadOnlySpan<byte> rest = unit;
            while (!rest.IsEmpty)
            {
                if (longest - payload.Count < 4) Flush(payload, payloads, continues: false);
                var count = Math.Min(rest.Length, longest - payload.Count - 2);
                payload.AddRange(count < 128 ? [(byte)count] : [(byte)(count | 0x80), (byte)(count >> 7)]);
                payload.AddRange(rest[..count]);
                rest = rest[count..];
                if (!rest.IsEmpty) Flush(payload, payloads, continues: true);
            }
        }

        payloads.Add([.. payload]);
        return payloads;
    }

    static void Flush(List<byte> payload, List<byte[]> payloads, bool continues)
    {
        if (continues) payload[0] |= 0x40;
        payloads.Add([.. payload]);
        payload.Clear();
        payload.Add((byte)(continues ? 0x80 : 0));
    }

    // the OBUs of a temporal unit, without delimiters and sizes
    static IEnumerable<byte[]> Units(byte[] picture)
    {
        for (var at = 0; at < picture.Length;)
        {
            var header = picture[at++];
            Assert.Equal(0x02, header & 0x06);   // a size, no extension
            var (size, shift) = (0, 0);
            do size |= (picture[at] & 0x7F) << shift;
            while ((shift += 7) > 0 && (picture[at++] & 0x80) != 0);
            if ((header >> 3 & 15) != 2) yield return [(byte)(header & ~0x02), .. picture[at..(at + size)]];
            at += size;
        }
    }

    static IEnumerable<List<byte[]>> AccessUnits(byte[] stream)
    {
        List<byte[]> units = [];
        var hasSlice = false;
        foreach (var unit in Split(stream))
        {
            var isSlice = (unit[0] & 31) is 1 or 5;
            if (hasSlice && (!isSlice || (unit[1] & 0x80) != 0))
            {
                yield return units;
                (units, hasSlice) = ([], false);
            }

            units.Add(unit);
            hasSlice |= isSlice;
        }

        yield return units;
    }

    static IEnumerable<byte[]> Split(byte[] stream)
    {
        var starts = Enumerable.Range(0, stream.Length - 3)
            .Where(at => stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1).ToList();
        for (var index = 0; index < starts.Count; index++)
        {
            var end = index + 1 < starts.Count ? starts[index + 1] : stream.Length;
            while (stream[end - 1] == 0) end--;   // the next start code's first zero
            yield return stream[(starts[index] + 3)..end];
        }
    }
}
