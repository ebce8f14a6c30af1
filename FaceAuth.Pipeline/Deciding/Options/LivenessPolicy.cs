using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Which signs of life a session demands and how long it may take.</summary>
public sealed record LivenessPolicy
{
    /// <summary>Blinks of the person's own accord. 0–5.</summary>
    [Range(0, 5)] public int Blinks { get; init; }

    /// <summary>Challenges drawn by the server. 0–5.</summary>
    [Range(0, 5)] public int Challenges { get; init; }

    /// <summary>Time from the first picture with one face to the end. 3–120 s.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:02:00")] public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);
}
