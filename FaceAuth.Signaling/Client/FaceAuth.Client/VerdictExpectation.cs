namespace FaceAuth.Client;

/// <summary>What a verdict must say to be about this session. Keep it where the person cannot change it until the verdict comes.</summary>
public sealed record VerdictExpectation
{
    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>Its nonce.</summary>
    public required string Nonce { get; init; }

    /// <summary>Whom it is for, as <see cref="StartedSession.Audience"/> told.</summary>
    public required string Audience { get; init; }

    /// <summary>What it is for.</summary>
    public required SessionPurpose Purpose { get; init; }

    /// <summary>Who it must be about; null only where anybody may be found.</summary>
    public string? Subject { get; init; }

    /// <summary>The policy; null for whatever the server chose.</summary>
    public string? Policy { get; init; }

    /// <summary>The group that must have been searched; null for any.</summary>
    public string? Group { get; init; }

    /// <summary>What is expected of a session that was asked for.</summary>
    public static VerdictExpectation Of(NewSession asked, StartedSession started)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(started);
        return new()
        {
            Session = started.Id,
            Nonce = asked.Nonce ?? started.Nonce,
            Audience = started.Audience,
            Purpose = asked.Purpose,
            Subject = asked.Subject,
            Policy = asked.Policy,
            Group = asked.Group,
        };
    }
}
