using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>What one run of <c>faceauth simulate</c> shall do.</summary>
internal sealed record SimulateSettings
{
    /// <summary>What to play.</summary>
    public required ClipSettings Clip { get; init; }

    /// <summary>The server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>enroll, verify or identify.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who the person is; null for identify and for a signed-in user.</summary>
    public string? Subject { get; init; }

    /// <summary>The relying party's key; null when a user signs in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The user who signs in, registered when unknown; null with an API key.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The group that identify searches; null for all of the relying party's subjects.</summary>
    public string? Group { get; init; }

    /// <summary>The version of the text that the person agreed to, for enroll; null where none is asked for.</summary>
    public string? Consent { get; init; }

    /// <summary>passive, standard or strict; null leaves it to the server.</summary>
    public string? Policy { get; init; }

    /// <summary>From the offer to the latest verdict.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Ask for statistics and print them at the end.</summary>
    public bool Report { get; init; }

    /// <summary>Never prints key or password.</summary>
    public override string ToString() => $"{Purpose} with {Clip.Path} at {Server}";
}
