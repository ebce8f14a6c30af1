using FaceAuth.People.People;

namespace FaceAuth.People.Scenes;

/// <summary>What is true of a picture.</summary>
internal sealed record Truth
{
    /// <summary>Who is seen; of several the one in front.</summary>
    public required ulong Identity { get; init; }

    /// <summary>What they do.</summary>
    public required FaceState State { get; init; }

    /// <summary>"none", or what covers the face.</summary>
    public required string Obstacle { get; init; }

    /// <summary>"none", or the attack's kind.</summary>
    public required string Attack { get; init; }

    /// <summary>People in the picture.</summary>
    public int Faces { get; init; } = 1;

    /// <summary>Eyes, nose and mouth's corners in pixels, in a detector's order: x, y of each.</summary>
    public required float[] FivePoints { get; init; }

    /// <summary>The mesh's 478 points in pixels, and depth on the same scale: x, y, z of each.</summary>
    public required float[] Mesh { get; init; }
}
