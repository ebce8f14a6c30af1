using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Stores the course of a session that has ended. Safe from many threads.</summary>
internal sealed class CourseKeeper(ISessionCourses courses, SignalingMetrics metrics, TimeProvider time, ILogger<CourseKeeper> logger)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);   // a busy store's; nobody waits for it

    /// <summary>Keeps it. Never throws: the session ended as was told, whatever becomes of this; a fault is logged and counted.</summary>
    /// <param name="sessionId">Whose; it may turn out not to have ended, as where the server was busy.</param>
    /// <param name="gathered">Its course; one in which nothing happened is not kept.</param>
    public async Task KeepAsync(Guid sessionId, CourseGatherer gathered)
    {
        try
        {
            if (gathered.ToCourse() is not { } course) return;
            using var limit = new CancellationTokenSource(Limit, time);
            await courses.TryAddAsync(sessionId, course.ToJson(), limit.Token);
        }
        catch (Exception e)
        {
            metrics.CourseLost();
            SignalingLog.CourseNotKept(logger, sessionId, StoreFaults.ForLog(e));
        }
    }
}
