namespace FaceAuth.Accuracy.Pad;

/// <summary>How sessions are played.</summary>
internal sealed record PadSettings
{
    /// <summary>The server's settings.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Length of one trial in seconds; null for whole sessions.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Liveness policy by name.</summary>
    public required string Policy { get; init; }

    /// <summary>Pictures a second taken from a clip.</summary>
    public required double ClipRate { get; init; }

    /// <summary>Whether whole sessions are played, besides single pictures.</summary>
    public required bool PlaysSessions { get; init; }

    /// <summary>Whether all evidence is kept.</summary>
    public required bool KeepsEvidence { get; init; }
}
