using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>STUN and TURN servers that browsers are told to use.</summary>
/// <remarks>Section "Ice". None by default: a server with an address that its browsers can reach needs none.</remarks>
internal sealed record IceServerOptions
{
    /// <summary>The servers, at most 8.</summary>
    [MaxLength(8), ValidateEnumeratedItems] public IReadOnlyList<IceServer> Servers { get; init; } = [];
}

/// <summary>One entry of a browser's <c>iceServers</c>.</summary>
internal sealed record IceServer : IValidatableObject
{
    /// <summary>"stun:host:port", "turn:host:port?transport=udp" or "turns:…"; 1 to 4.</summary>
    [Required, MinLength(1), MaxLength(4)] public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Fixed user name; or leave it out and set <see cref="Secret"/>.</summary>
    public string? UserName { get; init; }

    /// <summary>Fixed password.</summary>
    public string? Credential { get; init; }

    /// <summary>Secret shared with the TURN server (coturn's <c>static-auth-secret</c>).</summary>
    /// <remarks>Each session gets credentials of its own that run out.</remarks>
    public string? Secret { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Urls.Where(url => !url.StartsWith("stun:", StringComparison.Ordinal)
            && !url.StartsWith("turn:", StringComparison.Ordinal) && !url.StartsWith("turns:", StringComparison.Ordinal)))
            yield return new($"Ice:Servers: \"{url}\" does not begin with stun:, turn: or turns:.");
        if (Secret is not null && (UserName is not null || Credential is not null))
            yield return new("Ice:Servers: set either Secret or UserName with Credential, not both.");
    }

    /// <summary>Never prints secrets.</summary>
    public override string ToString() => $"IceServer {{ Urls = {string.Join(' ', Urls)} }}";
}

/// <summary>Checks <see cref="IceServerOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class IceServerOptionsValidator : IValidateOptions<IceServerOptions>;
