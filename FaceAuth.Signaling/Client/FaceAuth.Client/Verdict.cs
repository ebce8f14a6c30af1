namespace FaceAuth.Client;

/// <summary>What a genuine verdict says.</summary>
public sealed record Verdict
{
    /// <summary>Its own id (<c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>Whether the person is who they claim to be, or was enrolled.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Why not, as codes.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What it was for.</summary>
    public required SessionPurpose Purpose { get; init; }

    /// <summary>What was asked of the person.</summary>
    public required string Policy { get; init; }

    /// <summary>Who; null where nobody was found.</summary>
    public string? Subject { get; init; }

    /// <summary>The group that was searched; null for all subjects.</summary>
    public string? Group { get; init; }

    /// <summary>When the subject's face was enrolled; null where none is, or nobody was found.</summary>
    public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>What looked.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>When it was signed.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Until when it is to be taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>"pictures" where single pictures came over HTTP instead of video, which proves less; null for video.</summary>
    public string? Via { get; init; }
}
