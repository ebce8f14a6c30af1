using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Says which certificate for https cannot be used, and why, once the start failed on one.</summary>
/// <remarks>The web server's own exceptions name neither the file nor the setting.</remarks>
internal static class CertificateFault
{
    /// <summary>What the web server throws for a certificate.</summary>
    public static bool IsLikely(Exception thrown) => thrown is CryptographicException or InvalidOperationException or ArgumentException
        or NotSupportedException or IOException or UnauthorizedAccessException;

    /// <summary>The first fault of the certificates that are set as files; null when each can be loaded.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="folder">What relative paths start from.</param>
    public static string? Of(IConfiguration configuration, string folder) =>
        Sections(configuration.GetSection("Kestrel")).Select(section => FaultOf(section, folder)).OfType<string>().FirstOrDefault();

    /// <summary>Wherever the web server's settings name a certificate.</summary>
    public static IEnumerable<IConfigurationSection> Sections(IConfigurationSection kestrel) =>
    [
        .. kestrel.GetSection("Certificates").GetChildren(),
        .. kestrel.GetSection("Endpoints").GetChildren().SelectMany(
            endpoint => endpoint.GetSection("Sni").GetChildren().Prepend(endpoint).Select(one => one.GetSection("Certificate"))),
    ];

    static string? FaultOf(IConfigurationSection section, string folder)
    {
        if (section["Path"] is not { Length: > 0 } named) return null;
        var path = Path.Combine(folder, named);
        try
        {
            if (!File.Exists(path)) return $"there is no file {path}, which {section.Path}:Path names.";
            if (section["KeyPath"] is not { Length: > 0 } key) return FaultOfOne(section, path);
            key = Path.Combine(folder, key);
            return File.Exists(key) ? FaultOfTwo(section, path, key) : $"there is no file {key}, which {section.Path}:KeyPath names.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"a certificate for https cannot be read: {e.Message} See {section.Path}.";
        }
    }

    /// <summary>A file that holds the certificate and its key.</summary>
    static string? FaultOfOne(IConfigurationSection section, string path)
    {
        try
        {
            if (X509Certificate2.GetCertContentType(path) != X509ContentType.Pkcs12)
                return $"{path} holds a certificate without its key: name the key's file in {section.Path}:KeyPath.";
        }
        catch (CryptographicException)
        {
            return $"{path} holds no certificate. {section.Path}:Path takes PFX, or PEM with the key's file in {section.Path}:KeyPath.";
        }

        try
        {
            using var loaded = X509CertificateLoader.LoadPkcs12FromFile(path, section["Password"]);
            return loaded.HasPrivateKey ? null : $"{path} holds a certificate without its key: export it with the key.";
        }
        catch (CryptographicException)
        {
            return $"{path} cannot be opened with the password in {section.Path}:Password, or is damaged.";
        }
    }

    /// <summary>A certificate in PEM, and its key in another file.</summary>
    static string? FaultOfTwo(IConfigurationSection section, string path, string key)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
        }
        catch (CryptographicException)
        {
            return $"{path} holds no certificate in PEM, which {section.Path}:Path takes beside a key in {section.Path}:KeyPath.";
        }

        try
        {
            using var both = section["Password"] is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(path, password, key)
                : X509Certificate2.CreateFromPemFile(path, key);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return $"{key} holds no key in PEM that fits {path}, or not one that {section.Path}:Password opens.";
        }
    }
}
