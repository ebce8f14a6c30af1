namespace FaceAuth.Load;

/// <summary>What one run of <c>faceauth load</c> shall do.</summary>
internal sealed record LoadSettings
{
    /// <summary>Sessions that stream. 1–5000.</summary>
    public required int Sessions { get; init; }

    /// <summary>Length of the steady state, 1–600 s.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Sessions begun a second while the crowd grows, 1–1000.</summary>
    public int Ramp { get; init; } = 50;

    /// <summary>Pictures a second of a session, 1–60.</summary>
    public int FramesPerSecond { get; init; } = 15;

    /// <summary>Bits a second of a session.</summary>
    public int BitsPerSecond { get; init; } = 500_000;

    /// <summary>Video to send; null renders a test pattern.</summary>
    public string? Clip { get; init; }

    /// <summary>Where a <c>faceauth load serve</c> runs; null starts one here.</summary>
    public Uri? Server { get; init; }

    /// <summary>Who runs where on this machine.</summary>
    public required ProcessorPlan Processors { get; init; }

    /// <summary>Handshakes at once beside the sessions, 1–1000.</summary>
    public int Handshakes { get; init; } = 100;

    /// <summary>Datagrams of garbage a second, 1000–200 000.</summary>
    public int Garbage { get; init; } = 50_000;

    /// <summary>Cycles of connecting, streaming and leaving, 1–100 000.</summary>
    public int Cycles { get; init; } = 2000;

    /// <summary>Share of datagrams lost each way, 0–0.5; null for the scenario's own.</summary>
    public double? Loss { get; init; }

    /// <summary>Further settings of the server started here, "--Section:Name value".</summary>
    public IReadOnlyList<string> ServerSettings { get; init; } = [];
}
