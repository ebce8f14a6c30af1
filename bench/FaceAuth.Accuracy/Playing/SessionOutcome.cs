using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Accuracy.Playing;

/// <summary>How a played session ended, and what was said on the way.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Events">Every event, the decision last.</param>
/// <param name="Stats">Counts of pictures.</param>
internal sealed record SessionOutcome(AuthDecision Decision, IReadOnlyList<AuthEvent> Events, AuthRunStats Stats);
