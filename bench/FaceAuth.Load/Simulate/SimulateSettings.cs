using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>What one run of <c>faceauth simulate</c> shall do.</summary>
internal sealed record SimulateSettings
{
    /// <summary>Video or picture to play.</summary>
    public required string Clip { get; init; }

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

    /// <summary>passive, standard or strict; null leaves it to the server.</summary>
    public string? Policy { get; init; }

    /// <summary>Size of the pictures sent, in pixels; the clip is scaled into it and padded with black.</summary>
    /// <remarks>
    /// Null keeps the clip's shape, within <see cref="PictureSize.Default"/>: no camera makes black bars, and to an anti-spoof model they
    /// look like the frame of a screen.
    /// </remarks>
    public PictureSize? Size { get; init; }

    /// <summary>Pictures a second, 1–60.</summary>
    public int FramesPerSecond { get; init; } = 30;

    /// <summary>Bits a second that the encoder aims at.</summary>
    public int BitsPerSecond { get; init; } = 1_000_000;

    /// <summary>Play the clip once rather than in a loop.</summary>
    public bool Once { get; init; }

    /// <summary>From the offer to the latest verdict.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Ask for statistics and print them at the end.</summary>
    public bool Report { get; init; }

    /// <summary>Never prints key or password.</summary>
    public override string ToString() => $"{Purpose} with {Clip} at {Server}";
}
