using System.ComponentModel.DataAnnotations;
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

    /// <summary>The address that browsers reach the server by, such as "https://face.example.org". None by default.</summary>
    /// <remarks>Links in mails begin with it, and passkeys belong to its name. Without it they belong to the name that was asked.</remarks>
    public string PublicAddress { get; init; } = "";

    /// <summary>What links to the server's pages begin with: its address, and the path once; empty where it has no address.</summary>
    public string LinkAddress =>
        PublicAddress.Length == 0 || new Uri(PublicAddress).AbsolutePath.EndsWith(PathBase, StringComparison.Ordinal)
            ? PublicAddress : PublicAddress + PathBase;

    /// <summary>For how many days browsers keep to https after an answer over it (RFC 6797). 0–3650, default 365; 0 for none.</summary>
    [Range(0, 3650)] public int HstsDays { get; init; } = 365;

    /// <summary>Whether they keep to it for all names below this server's as well. Default false: those may be somebody else's.</summary>
    public bool HstsSubdomains { get; init; }

    /// <summary>Whether WebSockets are taken over plain http from other machines as well. Default false.</summary>
    /// <remarks>From this machine they are, and those that a proxy in <see cref="TrustedProxies"/> got over https.</remarks>
    public bool PlainSockets { get; init; }

    /// <summary>Whether /openapi/v1.json describes the API, and /scalar shows it. Default true: it is no secret.</summary>
    public bool OpenApi { get; init; } = true;
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
            .Concat(IsAddress(options.PublicAddress) ? []
                : [$"Web:PublicAddress: \"{options.PublicAddress}\" is not an address such as https://face.example.org, without a last /."])
            .Concat(options.HstsDays is >= 0 and <= 3650 ? []
                : [$"Web:HstsDays: {options.HstsDays} is not between 0 and 3650."])
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Whether a text is a path that pages can be below: clean, so that no link becomes one to somewhere else.</summary>
    public static bool IsPath(string text) =>
        text.Length == 0 || (text[0] == '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal)
            && !text.Split('/').Any(part => part is "." or "..")
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.' or '~'));

    static bool IsAddress(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && text[^1] != '/' && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0);

    static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
