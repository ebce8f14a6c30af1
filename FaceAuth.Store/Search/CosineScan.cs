using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceAuth.Store.Search;

/// <summary>Exact search over int8 codes: the similarity of a probe with every row.</summary>
/// <remarks>Bound by memory on one core; rows lie one after another, all as long as the probe.</remarks>
internal static class CosineScan
{
    /// <summary>Writes each row's similarity: row · probe × row's scale × <paramref name="probeScale"/>.</summary>
    /// <remarks>There is one scale and one similarity a row; every code lies in −127 to 127.</remarks>
    public static void Scan(
        ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, ReadOnlySpan<sbyte> probe, float probeScale, Span<float> similarities)
    {
        CheckLengths(codes, scales, probe, similarities);
        ref var row = ref MemoryMarshal.GetReference(codes);
        ref var with = ref MemoryMarshal.GetReference(probe);
        for (var i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Dot(ref row, ref with, probe.Length) * scales[i] * probeScale;
            row = ref Unsafe.Add(ref row, probe.Length);
        }
    }

    /// <summary>As <see cref="Scan"/>, in plain loops: what it is checked and measured against.</summary>
    public static void ScanPlain(
        ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, ReadOnlySpan<sbyte> probe, float probeScale, Span<float> similarities)
    {
        CheckLengths(codes, scales, probe, similarities);
        for (var i = 0; i < similarities.Length; i++)
        {
            var sum = 0;
            for (var j = 0; j < probe.Length; j++) sum += codes[i * probe.Length + j] * probe[j];
            similarities[i] = sum * scales[i] * probeScale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Dot(ref sbyte row, ref sbyte probe, int length)
    {
        var done = 0;
        var sum = 0;
        if (Avx2.IsSupported) sum = DotAvx2(ref row, ref probe, length, ref done);
        else if (Vector128.IsHardwareAccelerated) sum = DotVector128(ref row, ref probe, length, ref done);
        for (; done < length; done++) sum += Unsafe.Add(ref row, done) * Unsafe.Add(ref probe, done);
        return sum;
    }

    /// <summary>32 products at once.</summary>
    /// <remarks>
    /// The instruction multiplies unsigned by signed bytes and adds pairs into 16 bits: with the row's magnitude on one side and the probe
    /// with the row's sign on the other, a pair is at most 2 × 127² = 32 258, which fits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int DotAvx2(ref sbyte row, ref sbyte probe, int length, ref int done)
    {
        var sums = Vector256<int>.Zero;
        for (; done <= length - Vector256<sbyte>.Count; done += Vector256<sbyte>.Count)
        {
            var a = Vector256.LoadUnsafe(ref row, (nuint)done);
            var b = Vector256.LoadUnsafe(ref probe, (nuint)done);
            if (AvxVnni.IsSupported)
            {
                sums = AvxVnni.MultiplyWideningAndAdd(sums, Avx2.Abs(a), Avx2.Sign(b, a));
            }
            else
            {
                var pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(a), Avx2.Sign(b, a));
                sums += Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
            }
        }

        return Vector256.Sum(sums);
    }

    /// <summary>The same on machines without AVX2: widened to 16 bits, 16 products at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int DotVector128(ref sbyte row, ref sbyte probe, int length, ref int done)
    {
        var sums = Vector128<int>.Zero;
        for (; done <= length - Vector128<sbyte>.Count; done += Vector128<sbyte>.Count)
        {
            var (a, b) = Vector128.Widen(Vector128.LoadUnsafe(ref row, (nuint)done));
            var (c, d) = Vector128.Widen(Vector128.LoadUnsafe(ref probe, (nuint)done));
            // products of two bytes fit 16 bits; their sums are taken in 32
            var (e, f) = Vector128.Widen(a * c);
            var (g, h) = Vector128.Widen(b * d);
            sums += e + f + (g + h);
        }

        return Vector128.Sum(sums);
    }

    static void CheckLengths(ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, ReadOnlySpan<sbyte> probe, Span<float> similarities)
    {
        if (scales.Length != similarities.Length || codes.Length != (long)similarities.Length * probe.Length)
            throw new ArgumentException("Codes, scales and similarities have different numbers of rows.", nameof(codes));
    }
}
