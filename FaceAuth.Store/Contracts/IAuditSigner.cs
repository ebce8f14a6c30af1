namespace FaceAuth.Store.Contracts;

/// <summary>Signs the heads of the audit's chains. Safe from many threads.</summary>
/// <remarks>A host whose public key others know registers its own; without one the store authenticates them by itself.</remarks>
public interface IAuditSigner
{
    /// <summary>Names the key: for <c>ES256</c> the RFC 7638 thumbprint of its public half; 1 to 64 characters.</summary>
    string KeyId { get; }

    /// <summary>The public half as a JSON Web Key, by which anybody can check; null where only the store can.</summary>
    string? PublicKey { get; }

    /// <summary>The signature; with a <see cref="PublicKey"/> ES256 over SHA-256, 64 bytes (r then s).</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}
