namespace FaceAuth.Client;

/// <summary>What a session shall be for. What is left null is the server's to choose.</summary>
public sealed record NewSession
{
    /// <summary>What it is for.</summary>
    public required SessionPurpose Purpose { get; init; }

    /// <summary>Who is meant, 1 to 128 characters; null for <see cref="SessionPurpose.Identify"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The group that <see cref="SessionPurpose.Identify"/> searches; null for all subjects.</summary>
    public string? Group { get; init; }

    /// <summary>Comes back in the verdict: 8 to 128 printable ASCII characters, no spaces, never used before. Null for a drawn one.</summary>
    public string? Nonce { get; init; }

    /// <summary>"passive", "standard" or "strict".</summary>
    public string? Policy { get; init; }

    /// <summary>The version of the text that the person to be enrolled agreed to.</summary>
    public string? ConsentVersion { get; init; }

    /// <summary>The language in which they read it, such as "en".</summary>
    public string? ConsentLanguage { get; init; }
}
