namespace FaceAuth.Load.Inject;

/// <summary>What <c>faceauth eval inject</c> shall do.</summary>
internal sealed record InjectSettings
{
    /// <summary>The server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>A relying party's key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The clip that is injected.</summary>
    public required string Clip { get; init; }

    /// <summary>Names of the methods; empty for all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Sessions of each method.</summary>
    public int Sessions { get; init; } = 5;

    /// <summary>How long a session may take to its decision.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"{Clip} at {Server}";
}
