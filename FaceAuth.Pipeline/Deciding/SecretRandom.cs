using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Random numbers that nobody can predict, from the system's generator. Safe from many threads.</summary>
internal sealed class SecretRandom : Random
{
    /// <summary>The only one needed.</summary>
    public static readonly SecretRandom Instance = new();

    /// <inheritdoc/>
    public override int Next(int maxValue) => maxValue <= 1 ? 0 : RandomNumberGenerator.GetInt32(maxValue);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) =>
        minValue >= maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    /// <inheritdoc/>
    protected override double Sample()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (1.0 / (1UL << 53));
    }
}
