using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What people agree to before they are enrolled. Section "Consent".</summary>
internal sealed record ConsentOptions : IValidatableObject
{
    /// <summary>Version of the text in force, 1–64 characters; default none.</summary>
    /// <remarks>
    /// When it is set, whoever creates a session to enrol somebody must say that this version was agreed to. When it is not, a consent that
    /// is told is recorded, and none is asked for.
    /// </remarks>
    [StringLength(64, MinimumLength = 1)] public string? Version { get; init; }

    /// <summary>The text itself, which the page shows before it enrols; at most 4000 characters, default none.</summary>
    /// <remarks>A relying party shows its own, under the same version.</remarks>
    [StringLength(4000, MinimumLength = 1)] public string? Text { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Text is not null && Version is null)
            yield return new("Consent:Text is set and Consent:Version is not: say which version of the text it is.");
    }
}

/// <summary>Checks <see cref="ConsentOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class ConsentOptionsValidator : IValidateOptions<ConsentOptions>;
