using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Client;

/// <summary>Which server is asked, and as whom.</summary>
public sealed class FaceAuthClientOptions : IValidatableObject
{
    /// <summary>The server, with the path below which it is served: <c>https://faceauth.example.org/</c>.</summary>
    public Uri? Server { get; set; }

    /// <summary>The API key. A secret.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The issuer that verdicts must name, as the server's <c>Signaling:Issuer</c> says.</summary>
    public string Issuer { get; set; } = "faceauth";

    /// <summary>Whether the API key may go over plain http to another machine. For networks that nobody else is on.</summary>
    public bool AllowHttp { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Server is not { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "", Scheme: "https" or "http" })
            yield return new("FaceAuth: Server must be an absolute https address without user, query and fragment.");
        else if (Server.Scheme == "http" && !Server.IsLoopback && !AllowHttp)
            yield return new("FaceAuth: http to another machine would show everybody the API key. Use https, or set AllowHttp.");
        if (string.IsNullOrEmpty(ApiKey) || ApiKey.Any(letter => letter is <= ' ' or > '~'))
            yield return new("FaceAuth: ApiKey must be set, as `faceauth keys issue` printed it.");
        if (string.IsNullOrEmpty(Issuer)) yield return new("FaceAuth: Issuer must be set, to what the server's Signaling:Issuer says.");
    }
}
