using System.Net;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>How the server meets the web around it. Section "Web".</summary>
internal sealed record WebOptions
{
    /// <summary>Origins whose pages may call the API and the hub, such as "https://app.example.org".</summary>
    /// <remarks>None by default: the server's own pages only.</remarks>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    /// <summary>Addresses ("192.0.2.7") or networks ("10.0.0.0/8") of reverse proxies that are believed. None by default.</summary>
    /// <remarks>What they say in X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Prefix.</remarks>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>The path below which a proxy passes everything on that does not take it off, such as "/face". None by default.</summary>
    public string PathBase { get; init; } = "";
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
            .Concat(IsPath(options.PathBase) ? [] : [$"Web:PathBase: \"{options.PathBase}\" is not a path such as /face."])
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    static bool IsPath(string text) =>
        text.Length == 0 || (text[0] == '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal)
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.' or '~'));

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
