using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Relational;

/// <summary>Sessions that go on: not ended, and with all that they stand on.</summary>
internal static class StandingSessions
{
    /// <summary>Those whose subject is there, and the sign-in or the API key that they were made with.</summary>
    public static IQueryable<SessionRow> Of(FaceAuthDbContext context, DateTimeOffset now) => context.Sessions.Where(
        s => s.State < SessionState.Decided
            && (s.SubjectId == null || context.Subjects.Any(subject => subject.Id == s.SubjectId))
            && (s.SignInId == null || context.SignIns.Any(one => one.Id == s.SignInId && one.ExpiresAt > now))
            && (s.KeyId == null || context.ApiKeys.Any(key => key.Id == s.KeyId && (key.ExpiresAt == null || key.ExpiresAt > now))));
}
