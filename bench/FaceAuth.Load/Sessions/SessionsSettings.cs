namespace FaceAuth.Load.Sessions;

/// <summary>What one run of <c>faceauth load --scenario sessions</c> shall do.</summary>
internal sealed record SessionsSettings
{
    /// <summary>The servers that run already, each in turn; empty to start one here.</summary>
    public IReadOnlyList<Uri> Servers { get; init; } = [];

    /// <summary>The relying party's key there; null where a server is started here, which issues one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The clip that the people are enrolled with.</summary>
    public required string EnrolClip { get; init; }

    /// <summary>The clip that they come back with.</summary>
    public required string Clip { get; init; }

    /// <summary>People enrolled before; sessions verify one after another of them. 1–1000.</summary>
    public int People { get; init; } = 20;

    /// <summary>Sessions begun a minute, step after step; empty to look for the most.</summary>
    public IReadOnlyList<int> Rates { get; init; } = [];

    /// <summary>How long the sessions of a step are counted, 10–600 s.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pictures a second of a camera, 1–60.</summary>
    public int FramesPerSecond { get; init; } = 30;

    /// <summary>Bits a second of a camera.</summary>
    public int BitsPerSecond { get; init; } = 1_000_000;

    /// <summary>The policy that the sessions ask for; a clip answers no challenge.</summary>
    public string Policy { get; init; } = "passive";

    /// <summary>Who runs where on this machine.</summary>
    public required ProcessorPlan Processors { get; init; }

    /// <summary>Processors that the server, or all servers together, may use; null where nobody says.</summary>
    public int? ServerCores { get; init; }

    /// <summary>Further settings of the server started here, "--Section:Name value".</summary>
    public IReadOnlyList<string> ServerSettings { get; init; } = [];

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"sessions with {Clip}";
}
