namespace FaceAuth.Client;

/// <summary>A session as its owner sees it.</summary>
public sealed record SessionView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required SessionPurpose Purpose { get; init; }

    /// <summary>What is asked of the person.</summary>
    public required string Policy { get; init; }

    /// <summary>Who is meant, or who was found.</summary>
    public string? Subject { get; init; }

    /// <summary>The group that is searched.</summary>
    public string? Group { get; init; }

    /// <summary>What comes back in the verdict.</summary>
    public required string Nonce { get; init; }

    /// <summary>"created", "claimed", "decided" or "ended".</summary>
    public required string State { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it may begin.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>"accepted", "rejected", or the code of what ended it; null before. <see cref="Verdict"/> is what proves it.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why not, as codes.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The signed verdict, for <see cref="VerdictVerifier"/>; null without a decision.</summary>
    public string? Verdict { get; init; }

    /// <summary>The evidence; null before, and where nothing was measured.</summary>
    public SessionScores? Scores { get; init; }
}
