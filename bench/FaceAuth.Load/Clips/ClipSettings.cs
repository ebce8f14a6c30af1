namespace FaceAuth.Load.Clips;

/// <summary>What shall be sent of a clip, and how.</summary>
internal sealed record ClipSettings
{
    /// <summary>Video or picture to play.</summary>
    public required string Path { get; init; }

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
}
