using System.ComponentModel.DataAnnotations;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Reviews;

/// <summary>Which decisions people look at again, and how many have to agree. Section "Reviews".</summary>
internal sealed record ReviewOptions
{
    /// <summary>How many have to say that a decision was wrong. 1–2, default 2: four eyes.</summary>
    [Range(1, ReviewRecord.MostJudgements)] public int Judges { get; init; } = 2;

    /// <summary>A decision by a similarity that lies so near to the threshold is looked at again by itself. 0–0.3, default 0: none.</summary>
    [Range(0.0, 0.3)] public double DoubtWithin { get; init; }
}

/// <summary>Checks <see cref="ReviewOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class ReviewOptionsValidator : IValidateOptions<ReviewOptions>;
