using System.Net;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Where HTTP is served. Settings "Urls" and, for whoever needs more than addresses, "Kestrel".</summary>
internal sealed record UrlOptions
{
    /// <summary>Addresses such as "http://localhost:8080", with ; between them.</summary>
    /// <remarks>Default (appsettings.json): http://localhost:8080.</remarks>
    public string? Urls { get; init; }

    /// <summary>Kestrel's own settings; endpoints that are named there take the place of <see cref="Urls"/>.</summary>
    public KestrelSettings Kestrel { get; init; } = new();

    /// <summary>The addresses, one by one.</summary>
    public string[] All => (Urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What of Kestrel's settings decides about <see cref="Urls"/>.</summary>
    public sealed record KestrelSettings
    {
        /// <summary>Endpoints by name.</summary>
        public IReadOnlyDictionary<string, object> Endpoints { get; init; } = new Dictionary<string, object>();
    }
}

/// <summary>Checks <see cref="UrlOptions"/> before anything is opened.</summary>
/// <remarks>
/// Stricter than Kestrel in one thing: a host that is no address, such as a mistyped localhost, would be served on every address of the
/// machine, and is refused.
/// </remarks>
internal sealed class UrlOptionsValidator : IValidateOptions<UrlOptions>
{
    const string Example = "such as --urls http://localhost:8080, or http://*:8080 for every address of this machine";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, UrlOptions options)
    {
        if (options.Kestrel.Endpoints.Count > 0) return ValidateOptionsResult.Success;
        if (options.All.Length == 0) return ValidateOptionsResult.Fail($"There is no address to listen on: name one, {Example}.");
        var faults = options.All.Select(FaultOf).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    static string? FaultOf(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return NoAddress(url);
        }

        if (address.Scheme is not ("http" or "https")) return NoAddress(url);
        if (address.IsUnixPipe || address.IsNamedPipe) return null;
        if (address.PathBase.Length > 0) return $"\"{url}\" must be given without a path: --urls takes addresses, {Example}.";
        if (address.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort) return NoAddress(url);
        return IsHost(address.Host)
            ? null
            : $"\"{url}\" names a host that is neither localhost nor an IP address: --urls takes addresses of this machine, {Example}.";
    }

    static string NoAddress(string url) => $"\"{url}\" is no address to listen on: --urls takes http:// or https://, "
        + $"a host of this machine and a port of 0 to 65535, {Example}.";

    static bool IsHost(string host) =>
        host is "*" or "+" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);
}
