namespace FaceAuth.Client;

/// <summary>The evidence behind a decision.</summary>
public sealed record SessionScores
{
    /// <summary>Cosine similarity to the enrolled face; null where none was compared.</summary>
    public double? Similarity { get; init; }

    /// <summary>What it had to reach.</summary>
    public double? Threshold { get; init; }

    /// <summary>How alive the face looked, 0 to 1.</summary>
    public double? LiveScore { get; init; }

    /// <summary>Blinks seen.</summary>
    public int Blinks { get; init; }

    /// <summary>Pictures looked at.</summary>
    public int FramesAnalysed { get; init; }

    /// <summary>Of those, pictures that counted.</summary>
    public int FramesCounted { get; init; }

    /// <summary>From the first picture to the decision, in milliseconds.</summary>
    public long DurationMs { get; init; }

    /// <summary>What looked.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What each signal says of video that came past the camera: "unknown", "clear" or "raised".</summary>
    public IReadOnlyDictionary<string, string> Signals { get; init; } = new Dictionary<string, string>();
}
