namespace FaceAuth.Media.Crypto.Managed;

/// <summary>The primitives by System.Security.Cryptography.</summary>
internal sealed class ManagedEngine : CipherEngine
{
    /// <inheritdoc/>
    public override string Name => ".NET's own ciphers";

    /// <inheritdoc/>
    public override GcmKey CreateGcm(ReadOnlySpan<byte> key) => new ManagedGcmKey(key);

    /// <inheritdoc/>
    public override CounterKey CreateCounter(ReadOnlySpan<byte> key) => new ManagedCounterKey(key);

    /// <inheritdoc/>
    public override MacKey CreateMac(ReadOnlySpan<byte> key) => new ManagedMacKey(key);
}
