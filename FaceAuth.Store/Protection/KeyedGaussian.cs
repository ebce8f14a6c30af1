using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Store.Protection;

/// <summary>Standard normal numbers drawn from a key: AES-256 in counter mode gives uniform bits, Box–Muller makes them normal.</summary>
/// <remarks>The same key gives the same numbers on every machine, to the last digits of its sine and logarithm.</remarks>
internal static class KeyedGaussian
{
    const int Block = 16;
    const int BatchBlocks = 256;

    /// <summary>Fills <paramref name="numbers"/> from the start of the key's stream.</summary>
    public static void Fill(byte[] key, Span<double> numbers)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var counters = new byte[Block * BatchBlocks];
        var stream = new byte[counters.Length];
        ulong counter = 0;
        for (var done = 0; done < numbers.Length;)
        {
            for (var block = 0; block < BatchBlocks; block++)
                BinaryPrimitives.WriteUInt64BigEndian(counters.AsSpan(block * Block + 8), counter++);
            aes.EncryptEcb(counters, stream, PaddingMode.None);

            // one block, two uniform numbers, two normal ones
            for (var block = 0; block < BatchBlocks && done < numbers.Length; block++, done += 2)
            {
                var bits = stream.AsSpan(block * Block, Block);
                var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(bits)));
                var (sin, cos) = Math.SinCos(2 * Math.PI * Uniform(bits[8..]));
                numbers[done] = radius * cos;
                if (done + 1 < numbers.Length) numbers[done + 1] = radius * sin;
            }
        }

        CryptographicOperations.ZeroMemory(stream);
    }

    // 53 bits, 0 ≤ u < 1
    static double Uniform(ReadOnlySpan<byte> bits) => (BinaryPrimitives.ReadUInt64BigEndian(bits) >> 11) * (1.0 / (1UL << 53));
}
