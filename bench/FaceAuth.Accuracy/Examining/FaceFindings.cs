namespace FaceAuth.Accuracy.Examining;

/// <summary>What the stages said about one picture. Null where no model looked.</summary>
internal sealed record FaceFindings
{
    /// <summary>Faces that the detector found, before anything confirms them.</summary>
    public int Detected { get; init; }

    /// <summary>Faces that matter: the largest, and others large and sure enough.</summary>
    public int Faces { get; init; }

    /// <summary>Whether the largest is confirmed: by detector and mesh, or where it is covered by what sees covers.</summary>
    public bool HasFace { get; init; }

    /// <summary>The mesh's presence score, 0–1.</summary>
    public float? Presence { get; init; }

    /// <summary>
    /// How sure detector and mesh together are of a human face, log-odds; null where the pack's detector has no weights for it.
    /// </summary>
    public float? Certainty { get; init; }

    /// <summary>
    /// Whether the largest is confirmed uncovered: by the mesh's presence and, where there is one, by <see cref="Certainty"/>.
    /// </summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Width of the face in pixels; 0 without one.</summary>
    public float Width { get; init; }

    /// <summary>Why the picture is no evidence to the decision, e.g. "NoFace" or "TurnedAway"; "None" when it counts.</summary>
    public required string Flaw { get; init; }

    /// <summary>What covers the face: "None", "Mask", "Eyes" or "Other".</summary>
    public required string Cover { get; init; }

    /// <summary>The smaller of both eyes' aspect ratios.</summary>
    public float? Eyes { get; init; }

    /// <summary>Anti-spoof score of the picture alone, 0–1, higher is live.</summary>
    public float? Live { get; init; }

    /// <summary>Whether an embedding was made.</summary>
    public bool IsEmbedded { get; init; }
}
