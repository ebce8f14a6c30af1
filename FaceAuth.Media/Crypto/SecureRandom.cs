using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto;

/// <summary>
/// The system's cryptographic generator in the shape of <see cref="Random"/>, which machines take so that tests can give them a seed.
/// </summary>
/// <remarks>Tags, transaction ids and cookie keys must not be guessed.</remarks>
internal sealed class SecureRandom : Random
{
    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    /// <inheritdoc/>
    public override int Next() => Next(0, int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue) => Next(0, maxValue);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) =>
        minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(0, long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)(maxValue - minValue);
        return range == 0 ? minValue : minValue + (long)(((UInt128)NextBits() * range) >> 64);
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextBits() >> 40) * (1f / (1u << 24));

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    static ulong NextBits()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
