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

    /// <summary>Pictures kept of a session that is, or may be, looked at again. 0–5, default 0: none.</summary>
    [Range(0, ReviewPicture.Most)] public int Pictures { get; init; }

    /// <summary>How long they are kept, at most: an appeal after that has none. 1 hour – 30 days, default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")] public TimeSpan PicturesFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary><see cref="PicturesFor"/> in whole days, rounded up, for people to read.</summary>
    internal int PicturesDays => (int)Math.Ceiling(PicturesFor.TotalDays);
}

/// <summary>Checks <see cref="ReviewOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class ReviewOptionsValidator : IValidateOptions<ReviewOptions>;
