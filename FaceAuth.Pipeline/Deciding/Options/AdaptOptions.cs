using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>
/// Whether, and when, an accepted verification adds a template beside the enrolled ones, so that a face that ages is still known.
/// </summary>
/// <remarks>
/// Section "Decision:Adapt". What is added must match an enrolled template, never only an added one, so added ones cannot walk away from
/// the person step by step; "Store:AdaptedPerSubject" says how many there are at most.
/// </remarks>
internal sealed record AdaptOptions
{
    /// <summary>Whether verifications add templates. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>
    /// How far above the accept threshold the median vote and the picture itself must lie, the picture against the enrolled
    /// templates alone. 0–0.5, default 0.1.
    /// </summary>
    [Range(0.0, 0.5)] public float Margin { get; init; } = 0.1f;

    /// <summary>Least live score of the session. 0–1, default 0.9; a face counts as live from "Decision:Live:AcceptAt".</summary>
    [Range(0.0, 1.0)] public float LiveAt { get; init; } = 0.9f;

    /// <summary>Fewest challenges that the session's policy puts; every one of them must have been answered at once.</summary>
    /// <remarks>1–8, default 3: never under "passive".</remarks>
    [Range(1, 8)] public int Challenges { get; init; } = 3;

    /// <summary>Only a picture less alike than this to every stored template adds something. 0–1, default 0.9.</summary>
    [Range(0.0, 1.0)] public float NewBelow { get; init; } = 0.9f;
}
