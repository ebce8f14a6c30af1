using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How often each subject may be verified without success.</summary>
/// <remarks>
/// A recording fits a session's challenges by chance once in some hundred times, and whoever sees that it does not can leave and begin
/// anew: so every offer counts that is answered, however it ends, until one is accepted or the window is over. Safe from many threads.
/// </remarks>
internal sealed class SubjectAttempts(IOptions<RateLimitOptions> limits, ISubjectAttempts attempts)
{
    int Most => limits.Value.AttemptsPerSubject;

    TimeSpan Window => limits.Value.AttemptWindow;

    /// <summary>Whether the subject may be tried now.</summary>
    public ValueTask<bool> MayTryAsync(Guid subject) => attempts.MayTryAsync(subject, Most);

    /// <summary>Counts an attempt; false when there were too many.</summary>
    public ValueTask<bool> TryBeginAsync(Guid subject) => attempts.TryBeginAsync(subject, Most, Window);

    /// <summary>The offer was not answered after all.</summary>
    public ValueTask TakeBackAsync(Guid subject) => attempts.TakeBackAsync(subject);

    /// <summary>It was the subject.</summary>
    public ValueTask HandleAcceptedAsync(Guid subject) => attempts.HandleAcceptedAsync(subject, Window);
}
