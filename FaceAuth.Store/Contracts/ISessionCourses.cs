namespace FaceAuth.Store.Contracts;

/// <summary>Keeps the course of sessions that have ended, at most one each. Safe from many threads and nodes.</summary>
/// <remarks>A course goes with its session, and with the subject that the session is about.</remarks>
public interface ISessionCourses
{
    /// <summary>Longest course that is kept, UTF-8 bytes.</summary>
    public const int MostBytes = 16 * 1024;

    /// <summary>
    /// Keeps a session's course; false, and then nothing changes, where it has not ended, has one already, or where its subject was erased.
    /// </summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MostBytes"/>.</exception>
    ValueTask<bool> TryAddAsync(Guid sessionId, string courseJson, CancellationToken cancellation);

    /// <summary>The course of a session; null where none is kept, and where it was altered from outside, which is reported.</summary>
    ValueTask<string?> FindAsync(Guid sessionId, CancellationToken cancellation);
}
