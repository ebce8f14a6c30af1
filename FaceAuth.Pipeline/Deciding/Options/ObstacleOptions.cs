using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>When a face counts as covered, over several pictures. Section "Decision:Obstacle".</summary>
internal sealed record ObstacleOptions
{
    /// <summary>Covered pictures in a row before the person is told. 1–30, default 2.</summary>
    [Range(1, 30)] public int EnterAfter { get; init; } = 2;

    /// <summary>Clear pictures in a row before pictures count again. 1–30, default 3.</summary>
    [Range(1, 30)] public int LeaveAfter { get; init; } = 3;

    /// <summary>Last covered pictures whose commonest cover is named. 1–30, default 5.</summary>
    [Range(1, 30)] public int NamedOf { get; init; } = 5;

    /// <summary>Share of the pictures with a face that must be covered for the reason to be named at the end. 0–1, default 0.4.</summary>
    [Range(0.0, 1.0)] public float NamedFrom { get; init; } = 0.4f;
}
