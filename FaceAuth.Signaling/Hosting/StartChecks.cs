using System.Security.Cryptography.X509Certificates;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Packs.Download;
using FaceAuth.Signaling.Security;
using FaceAuth.Store;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Looks, before anything is opened, at what settings name: files, certificates, a pack of models.</summary>
/// <remarks>Each would stop the start by itself later on; so all of them are told at once. Of a server alone: doctor has a line for each.</remarks>
internal static class StartChecks
{
    /// <summary>What ASP.NET Core's own certificate for development bears, which is taken where none is named.</summary>
    const string DevelopmentOid = "1.3.6.1.4.1.311.84.1.1";

    public static IServiceCollection AddStartChecks(this IServiceCollection services) => services
        .AddSingleton<IValidateOptions<SigningOptions>>(new Check<SigningOptions>(SigningFault))
        .AddSingleton<IValidateOptions<StoreOptions>>(new Check<StoreOptions>(MasterKeyFault))
        .AddSingleton<IValidateOptions<ModelsOptions>>(new Check<ModelsOptions>(ModelLibrary.FaultOfName))
        .AddSingleton<IValidateOptions<UrlOptions>>(provider => new Check<UrlOptions>(urls => CertificateFaultOf(
            urls, provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>().ContentRootPath)));

    /// <summary>A key of the data directory's own is looked at when the store has made that.</summary>
    static string? SigningFault(SigningOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Key) && string.IsNullOrWhiteSpace(options.KeyFile)) return null;
        try
        {
            SigningKey.Load(options, "").Dispose();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    static string? MasterKeyFault(StoreOptions options) =>
        string.IsNullOrWhiteSpace(options.MasterKeyFile) || File.Exists(options.MasterKeyFile) ? null
            : $"Store:MasterKeyFile names {Path.GetFullPath(options.MasterKeyFile)}, which does not exist. "
                + "Make one with: openssl rand -base64 32";

    static string? CertificateFaultOf(UrlOptions urls, IConfiguration configuration, string folder)
    {
        var secure = urls.Kestrel.Endpoints.Count > 0 ? []
            : urls.All.Where(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).ToList();
        if (secure.Count == 0 && urls.Kestrel.Endpoints.Count == 0) return null;
        if (CertificateFault.Of(configuration, folder) is { } fault) return fault;
        return secure.Count == 0 || configuration.GetSection("Kestrel:Certificates").GetChildren().Any() || HasDevelopmentCertificate()
            ? null : Listening.NoCertificateFor(secure);
    }

    static bool HasDevelopmentCertificate()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates.Any(one => one.Extensions.Any(extension => extension.Oid?.Value == DevelopmentOid));
    }

    sealed class Check<TOptions>(Func<TOptions, string?> faultOf) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            faultOf(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
