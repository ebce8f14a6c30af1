using System.Net;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>How the server meets the web around it. Section "Web".</summary>
internal sealed record WebOptions
{
    /// <summary>Origins whose pages may call the API and the hub, such as "https://app.example.org".</summary>
    /// <remarks>None by default: the server's own pages only.</remarks>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>
    /// Addresses ("192.0.2.7") or networks ("10.0.0.0/8") of the reverse proxies whose X-Forwarded-For and
    /// X-Forwarded-Proto are believed. None by default.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];
}

/// <summary>Checks <see cref="WebOptions"/>.</summary>
internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var faults = options.CorsOrigins.Where(origin => !IsOrigin(origin))
            .Select(origin => $"Web:CorsOrigins: \"{origin}\" is not an origin such as https://app.example.org.")
            .Concat(options.TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
                .Select(proxy => $"Web:TrustedProxies: \"{proxy}\" is neither an IP address nor a network such as 10.0.0.0/8."))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
