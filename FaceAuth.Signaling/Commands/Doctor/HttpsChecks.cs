using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Signaling.Hosting;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>Whether browsers will open a camera on the pages, and how long the certificate lasts.</summary>
internal static class HttpsChecks
{
    const string Name = "https";

    static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static IReadOnlyList<Finding> Run(IServiceProvider services)
    {
        var (configuration, folder) = (
            services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IWebHostEnvironment>().ContentRootPath);
        if (CertificateFault.Of(configuration, folder) is { } fault) return [Finding.Fault(Name, fault)];
        var urls = services.GetRequiredService<IOptions<UrlOptions>>().Value.All;
        if (configuration["Kestrel:Certificates:Default:Path"] is { Length: > 0 } path)
            return [OfCertificate(Path.Combine(folder, path), configuration["Kestrel:Certificates:Default:Password"])];
        if (urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            return [Finding.Fault(Name, "There is no certificate: name its files (Kestrel:Certificates:Default:Path and :KeyPath).")];
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            return [Finding.Ok(Name, "Kestrel:Endpoints decides where it is served.")];
        return urls.All(IsLocal)
            ? [Finding.Ok(Name, "Served to this machine alone, where browsers open cameras without https.")]
            : [Finding.Note(Name, "Browsers open cameras on https pages only: let a proxy speak it (Web:TrustedProxies), or name a "
                + "certificate (Kestrel:Certificates:Default:Path).")];
    }

    static bool IsLocal(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;

    static Finding OfCertificate(string path, string? password)
    {
        try
        {
            using var certificate = X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : X509CertificateLoader.LoadCertificateFromFile(path);
            var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            var day = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (to < DateTime.UtcNow) return Finding.Fault(Name, $"The certificate {path} ran out on {day}: put a new one there.");
            if (from > DateTime.UtcNow) return Finding.Fault(Name, $"The certificate {path} is not good yet: is the clock right?");
            return to - DateTime.UtcNow < Soon
                ? Finding.Note(Name, $"The certificate {path} runs out on {day}: put a new one there.")
                : Finding.Ok(Name, $"The certificate is good until {day}.");
        }
        catch (CryptographicException e)
        {
            return Finding.Fault(Name, $"{path} cannot be read: {e.Message}");
        }
    }
}
