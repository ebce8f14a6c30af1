using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <inheritdoc/>
/// <remarks>Sealed and bound to the session: who can only write the database puts no other course there.</remarks>
internal sealed class SessionCourses(StoreDatabase database, PersonalSeal personal, AlteredRows altered) : ISessionCourses
{
    public async ValueTask<bool> TryAddAsync(Guid sessionId, string courseJson, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(courseJson);
        Check.Bytes(courseJson, Limits.CourseBytes);
        return await database.WriteAsync(async context =>
        {
            var ended = await context.Sessions.Where(s => s.Id == sessionId && s.State >= SessionState.Decided)
                .Select(s => new { s.SubjectId }).SingleOrDefaultAsync(cancellation);
            if (ended is null || await context.SessionCourses.AnyAsync(c => c.SessionId == sessionId, cancellation)) return false;
            if (ended.SubjectId is { } subject)
            {
                // nothing about a person comes back after their erasure
                await database.HoldSubjectsAsync(context, [subject], cancellation, shared: true);
                if (!await context.Subjects.AnyAsync(s => s.Id == subject, cancellation)) return false;
            }

            context.SessionCourses.Add(new()
            {
                SessionId = sessionId,
                SealedCourse = personal.Seal(PersonalKind.Course, sessionId, courseJson),
            });
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask<string?> FindAsync(Guid sessionId, CancellationToken cancellation)
    {
        var envelope = await database.ReadAsync(
            context => context.SessionCourses.Where(c => c.SessionId == sessionId).Select(c => c.SealedCourse)
                .SingleOrDefaultAsync(cancellation), cancellation);
        if (envelope is null) return null;
        var course = personal.TryOpen(PersonalKind.Course, sessionId, envelope);
        if (course is null) await altered.ReportAsync([new() { Kind = RowKind.Course, RowId = sessionId }]);
        return course;
    }

    /// <summary>Deletes what sessions about subjects have, as these are erased.</summary>
    public static Task<int> EraseAsync(FaceAuthDbContext context, List<Guid> subjects, CancellationToken cancellation) =>
        context.SessionCourses
            .Where(c => context.Sessions.Any(s => s.Id == c.SessionId && s.SubjectId != null && subjects.Contains(s.SubjectId.Value)))
            .ExecuteDeleteAsync(cancellation);
}
