using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How often each subject may be verified without success.</summary>
/// <remarks>
/// A recording fits a session's challenges by chance once in some hundred times, and whoever sees that it does not can leave and begin
/// anew: so every offer counts that is answered, however it ends, until one is accepted or the window is over. An attempt counts for its
/// policy and for all milder ones, and success under a policy forgets what was counted for that one and for milder ones: a
/// <c>passive</c> success says nothing about failures under <c>strict</c>. Safe from many threads.
/// </remarks>
internal sealed class SubjectAttempts(IOptions<RateLimitOptions> limits, ISubjectAttempts attempts)
{
    int Most => limits.Value.AttemptsPerSubject;

    TimeSpan Window => limits.Value.AttemptWindow;

    /// <summary>Whether the subject may be tried now under a policy.</summary>
    public async ValueTask<bool> MayTryAsync(Guid subject, string policy)
    {
        foreach (var key in KeysOf(subject, policy))
            if (!await attempts.MayTryAsync(key, Most)) return false;
        return true;
    }

    /// <summary>Counts an attempt; false when there were too many.</summary>
    public async ValueTask<bool> TryBeginAsync(Guid subject, string policy)
    {
        var keys = KeysOf(subject, policy);
        for (var i = 0; i < keys.Count; i++)
        {
            if (await attempts.TryBeginAsync(keys[i], Most, Window)) continue;
            foreach (var counted in keys.Take(i)) await attempts.TakeBackAsync(counted);
            return false;
        }

        return true;
    }

    /// <summary>The offer was not answered after all.</summary>
    public async ValueTask TakeBackAsync(Guid subject, string policy)
    {
        foreach (var key in KeysOf(subject, policy)) await attempts.TakeBackAsync(key);
    }

    /// <summary>It was the subject.</summary>
    public async ValueTask HandleAcceptedAsync(Guid subject, string policy)
    {
        foreach (var key in KeysOf(subject, policy)) await attempts.HandleAcceptedAsync(key, Window);
    }

    /// <summary>What is counted for a subject under a policy: that one and all milder ones, each by an id of its own.</summary>
    static List<Guid> KeysOf(Guid subject, string policy)
    {
        var keys = new List<Guid>();
        Span<byte> bytes = stackalloc byte[16];
        for (var rank = PolicyNames.RankOf(policy); rank >= 0; rank--)
        {
            subject.TryWriteBytes(bytes);
            bytes[15] ^= (byte)rank;
            keys.Add(new Guid(bytes));
        }

        return keys;
    }
}
