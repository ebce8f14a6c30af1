namespace FaceAuth.Media.Srtp;

/// <summary>The master keys of both directions, as the DTLS handshake exports them (RFC 5764 §4.2).</summary>
/// <remarks>"Client" and "server" are the DTLS roles: what the client sends is under <see cref="Client"/>.</remarks>
internal sealed class SrtpKeys : IDisposable
{
    /// <summary>The exporter's label (RFC 5764 §4.2); its context is empty.</summary>
    public const string ExporterLabel = "EXTRACTOR-dtls_srtp";

    SrtpKeys(SrtpProfile profile, SrtpMasterKey client, SrtpMasterKey server)
    {
        Profile = profile;
        Client = client;
        Server = server;
    }

    /// <summary>The profile that was agreed.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>Key of what the DTLS client sends.</summary>
    public SrtpMasterKey Client { get; }

    /// <summary>Key of what the DTLS server sends.</summary>
    public SrtpMasterKey Server { get; }

    /// <summary>How many bytes the exporter must give.</summary>
    public static int ExporterLength(SrtpProfile profile) => 2 * (SrtpMasterKey.KeyLength + SrtpMasterKey.SaltLength(profile));

    /// <summary>Cuts exported material into client key, server key, client salt, server salt, in that order.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="ExporterLength"/>.</exception>
    public static SrtpKeys FromExporter(SrtpProfile profile, ReadOnlySpan<byte> material)
    {
        if (material.Length != ExporterLength(profile))
            throw new ArgumentException("The exported material's length does not fit the profile.", nameof(material));

        const int key = SrtpMasterKey.KeyLength;
        var salt = SrtpMasterKey.SaltLength(profile);
        return new(
            profile,
            new(profile, material[..key], material.Slice(2 * key, salt)),
            new(profile, material.Slice(key, key), material.Slice(2 * key + salt, salt)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
