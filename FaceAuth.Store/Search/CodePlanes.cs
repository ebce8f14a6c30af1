using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceAuth.Store.Search;

/// <summary>An int8 code cut into two planes of four bits: the high plane alone says nearly what the code says.</summary>
/// <remarks>
/// code = 16 · (high − 8) + low, with high and low from 0 to 15. A byte of a plane holds two numbers of a block of 64: the one at
/// k below its four bits, the one at k + 32 above. Codes are padded with zeros to whole blocks.
/// </remarks>
internal static class CodePlanes
{
    /// <summary>Numbers of one block.</summary>
    public const int Block = 64;

    /// <summary>What a step of the high plane is worth in the code.</summary>
    public const int Step = 16;

    /// <summary>What a high plane's number is above the code's own, which may be negative.</summary>
    public const int Offset = 8;

    const int BlockBytes = Block / 2;

    // 2 × 15 × 127 a block and lane: eight of them fit into 16 bits
    const int BlocksIn16Bits = 8;

    /// <summary>The code's length in whole blocks.</summary>
    public static int Padded(int dimension) => (dimension + Block - 1) / Block * Block;

    /// <summary>Bytes of one plane of one code.</summary>
    public static int PlaneBytes(int dimension) => Padded(dimension) / 2;

    /// <summary>Cuts a code of whole blocks into its planes, each half as many bytes.</summary>
    public static void Split(ReadOnlySpan<sbyte> code, Span<byte> high, Span<byte> low)
    {
        for (int at = 0, to = 0; at < code.Length; at += Block, to += BlockBytes)
        {
            for (var k = 0; k < BlockBytes; k++)
            {
                var (below, above) = (code[at + k], code[at + k + BlockBytes]);
                high[to + k] = (byte)(((below >> 4) + Offset) | (((above >> 4) + Offset) << 4));
                low[to + k] = (byte)((below & 0x0f) | ((above & 0x0f) << 4));
            }
        }
    }

    /// <summary>The products of each row of a plane with the probe, summed: one number a row.</summary>
    /// <param name="plane">Rows one after another, each half as many bytes as the probe has numbers.</param>
    /// <param name="probe">An int8 code of whole blocks.</param>
    /// <param name="sums">Receives one sum a row.</param>
    public static void Scan(ReadOnlySpan<byte> plane, ReadOnlySpan<sbyte> probe, Span<int> sums)
    {
        CheckLengths(plane, probe, sums);
        ref var row = ref MemoryMarshal.GetReference(plane);
        ref var with = ref MemoryMarshal.GetReference(probe);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = Dot(ref row, ref with, probe.Length);
            row = ref Unsafe.Add(ref row, probe.Length / 2);
        }
    }

    /// <summary>As <see cref="Scan"/>, in plain loops: what it is checked and measured against.</summary>
    public static void ScanPlain(ReadOnlySpan<byte> plane, ReadOnlySpan<sbyte> probe, Span<int> sums)
    {
        CheckLengths(plane, probe, sums);
        for (var i = 0; i < sums.Length; i++)
        {
            var row = plane.Slice(i * probe.Length / 2, probe.Length / 2);
            var sum = 0;
            for (var at = 0; at < row.Length; at++)
            {
                var first = at / BlockBytes * Block + at % BlockBytes;
                sum += (row[at] & 0x0f) * probe[first] + (row[at] >> 4) * probe[first + BlockBytes];
            }

            sums[i] = sum;
        }
    }

    /// <summary>One row of a plane with the probe.</summary>
    /// <param name="row">Half as many bytes as <paramref name="length"/>.</param>
    /// <param name="probe">As many numbers as <paramref name="length"/>.</param>
    /// <param name="length">Whole blocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(ref byte row, ref sbyte probe, int length) =>
        Avx2.IsSupported ? DotAvx2(ref row, ref probe, length) : DotVector128(ref row, ref probe, length);

    /// <summary>64 products at once; the instruction multiplies unsigned by signed bytes and adds pairs into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int DotAvx2(ref byte row, ref sbyte probe, int length)
    {
        var mask = Vector256.Create((byte)0x0f);
        var sums = Vector256<int>.Zero;
        for (var at = 0; at < length;)
        {
            var (below, above) = (Vector256<short>.Zero, Vector256<short>.Zero);
            for (var end = Math.Min(length, at + BlocksIn16Bits * Block); at < end; at += Block)
            {
                var both = Vector256.LoadUnsafe(ref row, (nuint)(at / 2));
                below += Avx2.MultiplyAddAdjacent(both & mask, Vector256.LoadUnsafe(ref probe, (nuint)at));
                above += Avx2.MultiplyAddAdjacent(
                    (both.AsUInt16() >>> 4).AsByte() & mask, Vector256.LoadUnsafe(ref probe, (nuint)(at + BlockBytes)));
            }

            sums += Avx2.MultiplyAddAdjacent(below, Vector256<short>.One) + Avx2.MultiplyAddAdjacent(above, Vector256<short>.One);
        }

        return Vector256.Sum(sums);
    }

    /// <summary>The same on machines without AVX2, widened to 16 bits.</summary>
    internal static int DotVector128(ref byte row, ref sbyte probe, int length)
    {
        var sums = Vector128<int>.Zero;
        for (var at = 0; at < length; at += Block)
        {
            for (var part = 0; part < BlockBytes; part += Vector128<byte>.Count)
            {
                var both = Vector128.LoadUnsafe(ref row, (nuint)(at / 2 + part));
                sums += Products(both & Vector128.Create((byte)0x0f), Vector128.LoadUnsafe(ref probe, (nuint)(at + part)));
                sums += Products(both >>> 4, Vector128.LoadUnsafe(ref probe, (nuint)(at + part + BlockBytes)));
            }
        }

        return Vector128.Sum(sums);
    }

    static Vector128<int> Products(Vector128<byte> row, Vector128<sbyte> probe)
    {
        var (a, b) = Vector128.Widen(row.AsSByte());
        var (c, d) = Vector128.Widen(probe);
        var (e, f) = Vector128.Widen(a * c);
        var (g, h) = Vector128.Widen(b * d);
        return e + f + (g + h);
    }

    static void CheckLengths(ReadOnlySpan<byte> plane, ReadOnlySpan<sbyte> probe, Span<int> sums)
    {
        if (probe.Length % Block != 0 || plane.Length != (long)sums.Length * (probe.Length / 2))
            throw new ArgumentException("The plane has not one row for each sum, or the probe is not of whole blocks.", nameof(plane));
    }
}
