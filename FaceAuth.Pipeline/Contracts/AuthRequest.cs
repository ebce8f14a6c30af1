using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>What one run shall decide.</summary>
/// <param name="SessionId">The session it belongs to; names it in logs.</param>
/// <param name="Owner">Whose subjects an identify searches.</param>
/// <param name="Purpose">Enrol, verify or identify.</param>
/// <param name="SubjectId">Whom to enrol or verify; null for identify.</param>
/// <param name="Policy">Liveness policy by name, one of <see cref="PolicyNames"/>; an unknown name is refused.</param>
/// <param name="GroupId">The group that an identify searches; null for all of the owner's subjects.</param>
public sealed record AuthRequest(
    Guid SessionId, string Owner, SessionPurpose Purpose, Guid? SubjectId, string Policy, Guid? GroupId = null)
{
    /// <summary>Whether the client can show a mark to follow, so that <see cref="ChallengeKind.Pursuit"/> may be asked for.</summary>
    public bool CanPursue { get; init; }

    /// <summary>Whether its surround can take colours, so that <see cref="AuthEvent.Light"/> may be asked for.</summary>
    public bool CanLight { get; init; }

    /// <summary>What the person says they cannot do; the challenges are drawn from the rest.</summary>
    public IReadOnlyCollection<ChallengeKind> Cannot { get; init; } = [];

    /// <summary>The client's address, among which places are shared as among owners; null when it is not known.</summary>
    public string? Origin { get; init; }

    /// <summary>How many pictures of what is judged leave with the decision, 0–5; 0, the default, costs nothing.</summary>
    public int Pictures { get; init; }

    /// <summary>Never prints the address.</summary>
    public override string ToString() => $"AuthRequest {{ SessionId = {SessionId} }}";
}
