using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Retention;

/// <summary>How long what is stored is kept. Section "Retention"; 0 keeps it for ever.</summary>
/// <remarks>
/// The defaults keep personal data no longer than its purpose needs (GDPR Art. 5(1)(e)): a verdict is fetched within minutes, a session
/// is asked about within weeks, and a face that nobody has used for a year is used no more. The audit outlives them, without names.
/// </remarks>
internal sealed record RetentionOptions
{
    /// <summary>The longest time that can be set, days.</summary>
    const int Longest = 36_500;

    /// <summary>Verdicts, which hold the subject's name, after their session's end. 0–36 500 days, default 30.</summary>
    [Range(0, Longest)] public int VerdictDays { get; init; } = 30;

    /// <summary>Sessions, after their end. 0–36 500 days, default 90.</summary>
    [Range(0, Longest)] public int SessionDays { get; init; } = 90;

    /// <summary>Audit entries. 0–36 500 days, default 365.</summary>
    [Range(0, Longest)] public int AuditDays { get; init; } = 365;

    /// <summary>Subjects that were neither enrolled nor accepted for so long; they are erased. 0–36 500 days, default 365.</summary>
    [Range(0, Longest)] public int UnusedSubjectDays { get; init; } = 365;
}

/// <summary>Checks <see cref="RetentionOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
