using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>How the server's page shows the sessions of relying parties, and where it sends people back to. Section "HostedPage".</summary>
/// <remarks>Settings rather than rows: who can write the database sends nobody elsewhere.</remarks>
internal sealed record HostedPageOptions : IValidatableObject
{
    /// <summary>The relying parties that it knows, at most 64; default none: others' sessions look like the server's own.</summary>
    [MaxLength(64), ValidateEnumeratedItems] public IReadOnlyList<HostedParty> Parties { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Parties.GroupBy(party => party.Name).Where(same => same.Count() > 1)
            .Select(same => new ValidationResult($"HostedPage:Parties: \"{same.Key}\" is there twice."));
}

/// <summary>A relying party on the server's page.</summary>
internal sealed record HostedParty : IValidatableObject
{
    // of white letters on its colour: WCAG 2.2, 1.4.3
    const double LeastContrast = 4.5;

    /// <summary>Its name, as its keys were issued for.</summary>
    [Required, StringLength(128, MinimumLength = 1)] public string Name { get; init; } = "";

    /// <summary>What people know it by; default its name.</summary>
    [StringLength(64, MinimumLength = 1)] public string? Title { get; init; }

    /// <summary>The colour of buttons and of the ring, such as "#0b57d0"; default the server's own. White letters must be seen on it.</summary>
    [RegularExpression("#[0-9a-fA-F]{6}", ErrorMessage = "HostedPage:Parties: Colour is # and six hexadecimal digits, such as #0b57d0.")]
    public string? Colour { get; init; }

    /// <summary>Addresses that people may be sent back to, at most 32, such as "https://shop.example.org/signed-in"; default none.</summary>
    /// <remarks>Each is meant whole; only a query may be added by who asks.</remarks>
    [MaxLength(32)] public IReadOnlyList<string> ReturnTo { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var address in ReturnTo.Where(address => !IsAddress(address)))
            yield return new($"HostedPage:Parties: \"{address}\" is not an https address without query and fragment.");
        if (Colour is { Length: 7 } colour && ContrastWithWhite(colour) is < LeastContrast and var contrast)
            yield return new(string.Create(CultureInfo.InvariantCulture,
                $"HostedPage:Parties: white letters have a contrast of {contrast:F1} on {colour}, less than {LeastContrast}. Take a darker one."));
    }

    /// <summary>Whether people may be sent to an address.</summary>
    public bool Allows(Uri address) =>
        address.Fragment.Length == 0 && address.UserInfo.Length == 0
        && ReturnTo.Contains(address.GetLeftPart(UriPartial.Path), StringComparer.Ordinal);

    // plain http only to this machine, where nobody is on the way
    static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.GetLeftPart(UriPartial.Path) == text;

    // WCAG 2.2, relative luminance and contrast ratio
    static double ContrastWithWhite(string colour)
    {
        var luminance = 0.2126 * Part(colour, 1) + 0.7152 * Part(colour, 3) + 0.0722 * Part(colour, 5);
        return 1.05 / (luminance + 0.05);
    }

    static double Part(string colour, int at)
    {
        if (!byte.TryParse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) return 0;
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}

/// <summary>Checks <see cref="HostedPageOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class HostedPageOptionsValidator : IValidateOptions<HostedPageOptions>;
