using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>When failed attempts with a face have to wait, and when there are no more. Section "Attempts".</summary>
/// <remarks>
/// The bounds of NIST SP 800-63B-4 §3.2.3 with presentation attack detection (https://pages.nist.gov/800-63-4/sp800-63b.html): they can be
/// made tighter, and not wider. See docs/attempts.md.
/// </remarks>
internal sealed record AttemptOptions : IValidatableObject
{
    /// <summary>Failures in a row of one subject or account after which each further attempt waits. 1–10, default 10.</summary>
    [Range(1, 10)] public int Free { get; init; } = 10;

    /// <summary>How long after the attempt before. 30 s–1 h, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")] public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row after which the face is switched off until another factor or the operator. 2–100, default 100.</summary>
    [Range(2, 100)] public int Most { get; init; } = 100;

    /// <summary>Failures from one address that are free, of which one hour forgets as many. 1–1 000 000, default 100.</summary>
    [Range(1, 1_000_000)] public int FreePerAddress { get; init; } = 100;

    /// <summary>The same of one relying party with all its subjects. 1–10 000 000, default 1000.</summary>
    [Range(1, 10_000_000)] public int FreePerRelyingParty { get; init; } = 1000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Most <= Free) yield return new("Attempts:Most must be above Attempts:Free.");
    }
}

/// <summary>Checks <see cref="AttemptOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class AttemptOptionsValidator : IValidateOptions<AttemptOptions>;
