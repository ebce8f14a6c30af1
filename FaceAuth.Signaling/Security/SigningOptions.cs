namespace FaceAuth.Signaling.Security;

/// <summary>Where the deployment's signing key comes from: an ECDSA key on P-256 as PKCS#8 or SEC 1 PEM.</summary>
/// <remarks>
/// Section "Signing". With neither set, <c>signing-key.pem</c> in the data directory is used, and written (mode 0600) when it is not there.
/// </remarks>
internal sealed record SigningOptions
{
    /// <summary>The key itself, PEM; for secrets handed in by environment (<c>Signing__Key</c>). Wins over <see cref="KeyFile"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Path of a PEM file; it must exist. Null means the data directory's own key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"SigningOptions {{ Key = {(Key is null ? "none" : "‹private›")}, KeyFile = {KeyFile} }}";
}
