using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Admin;

/// <summary>The operator's console at /admin/. Section "Console".</summary>
internal sealed record ConsoleOptions
{
    /// <summary>Whether there is one. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A sign-in to it. 5 min–7 days, default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")] public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A file that <c>faceauth eval verify --json</c> wrote, for the what-if slider beside the thresholds. None by default.</summary>
    public string? Evaluation { get; init; }
}

/// <summary>Checks <see cref="ConsoleOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>;
