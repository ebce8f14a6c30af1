namespace FaceAuth.Pipeline.Contracts;

/// <summary>Opens runs: one for each authentication session. Safe from many threads.</summary>
public interface IAuthPipeline
{
    /// <summary>Whether runs can be opened, and if not, what the operator has to do about it.</summary>
    PipelineReadiness Readiness { get; }

    /// <summary>Whether a policy can be met by somebody who cannot do some of what it asks; true where there is no such policy.</summary>
    /// <param name="policy">Its name.</param>
    /// <param name="cannot">What the person cannot do.</param>
    bool CanAsk(string policy, IReadOnlyCollection<ChallengeKind> cannot);

    /// <summary>Opens a run.</summary>
    /// <remarks>
    /// Loads what it needs from the store first. The clock for its time limits starts with the first picture offered, or
    /// <c>DecisionOptions.FirstPicture</c> after opening. A run takes its place among those that are served with its first picture; where
    /// none is free by then, its last event is <see cref="AuthEvent.TurnedAway"/>.
    /// </remarks>
    /// <returns>The run, or why there is none.</returns>
    ValueTask<AuthAdmission> OpenAsync(AuthRequest request, CancellationToken cancellation);
}
