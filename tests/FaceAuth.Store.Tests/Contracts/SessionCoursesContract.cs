using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What a session's person was told and asked, on every engine.</summary>
public abstract class SessionCoursesContract : IAsyncLifetime
{
    const string Owner = "rp:1", Course = """{"guidance":[{"code":"no_face","atMs":1200,"forMs":800}]}""";

    StoreUnderTest? _store;

    [Fact]
    public async Task An_ended_session_has_one_course_and_it_comes_back_as_it_was()
    {
        var session = await EndedAsync(null);
        var other = await EndedAsync(null);

        Assert.True(await Courses.TryAddAsync(session, Course, Cancellation));
        Assert.False(await Courses.TryAddAsync(session, "{}", Cancellation));

        Assert.Equal(Course, await FindAsync(session));
        Assert.Null(await FindAsync(other));
    }

    [Fact]
    public async Task A_session_that_goes_on_and_one_that_is_not_there_have_none()
    {
        var running = await SessionAsync(null);

        Assert.False(await Courses.TryAddAsync(running, Course, Cancellation));
        Assert.False(await Courses.TryAddAsync(Guid.NewGuid(), Course, Cancellation));

        Assert.Null(await FindAsync(running));
    }

    [Fact]
    public async Task One_that_is_too_long_is_refused()
    {
        var session = await EndedAsync(null);

        Assert.True(await Courses.TryAddAsync(session, new string('x', ISessionCourses.MostBytes), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Courses.TryAddAsync(session, new string('x', ISessionCourses.MostBytes + 1), Cancellation));
    }

    [Fact]
    public async Task Nothing_of_it_can_be_read_in_the_database()
    {
        var session = await EndedAsync(null);
        await Courses.TryAddAsync(session, Course, Cancellation);

        var stored = await Store.QueryAsync(c => c.SessionCourses.Select(row => row.SealedCourse).SingleAsync(Cancellation));

        Assert.Equal(-1, stored.AsSpan().IndexOf("no_face"u8));
        Assert.DoesNotContain(Store.Log.Lines, line => line.Contains("no_face", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_sessions_course_put_there_in_the_database_is_reported_and_not_told()
    {
        var session = await EndedAsync(null);
        var other = await EndedAsync(null);
        await Courses.TryAddAsync(session, Course, Cancellation);
        await Courses.TryAddAsync(other, "{}", Cancellation);
        var foreign = await Store.QueryAsync(
            c => c.SessionCourses.Where(row => row.SessionId == other).Select(row => row.SealedCourse).SingleAsync(Cancellation));

        await Store.QueryAsync(c => c.SessionCourses.Where(row => row.SessionId == session)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SealedCourse, foreign), Cancellation));

        Assert.Null(await FindAsync(session));
        var altered = await Store.QueryAsync(c => c.AlteredRows.SingleAsync(Cancellation));
        Assert.Equal((RowKind.Course, session), (altered.Kind, altered.RowId));
    }

    [Fact]
    public async Task An_erased_subject_takes_its_sessions_courses_along_and_leaves_others()
    {
        var (anna, bob) = (await SubjectAsync("anna"), await SubjectAsync("bob"));
        var (annas, found, bobs) = (await EndedAsync(anna), await EndedAsync(null, anna), await EndedAsync(bob));
        foreach (var session in (Guid[])[annas, found, bobs]) await Courses.TryAddAsync(session, Course, Cancellation);

        await Store.Subjects.EraseAsync(anna, Cancellation);

        Assert.Equal((null, null, Course), (await FindAsync(annas), await FindAsync(found), await FindAsync(bobs)));
        Assert.NotNull(await Store.Sessions.FindAsync(annas, Cancellation));
    }

    [Fact]
    public async Task None_comes_after_the_subject_was_erased()
    {
        var anna = await SubjectAsync("anna");
        var session = await EndedAsync(anna);
        await Store.Subjects.EraseAsync(anna, Cancellation);

        Assert.False(await Courses.TryAddAsync(session, Course, Cancellation));

        Assert.Null(await FindAsync(session));
    }

    [Fact]
    public async Task What_enrolments_that_came_to_nothing_left_goes_with_them()
    {
        var session = await EndedAsync(await SubjectAsync("anna"));
        await Courses.TryAddAsync(session, Course, Cancellation);

        Assert.Equal(1, await Store.Subjects.EraseEmptyAsync(Store.Clock.GetUtcNow().AddDays(1), Cancellation));

        Assert.Null(await FindAsync(session));
    }

    [Fact]
    public async Task Retention_takes_it_with_its_session()
    {
        var session = await EndedAsync(null);
        await Courses.TryAddAsync(session, Course, Cancellation);
        Store.Clock.Advance(TimeSpan.FromDays(89));
        await RetainAsync();
        Assert.Equal(Course, await FindAsync(session));

        Store.Clock.Advance(TimeSpan.FromDays(3));
        await RetainAsync();

        Assert.Null(await FindAsync(session));
        Assert.False(await Store.QueryAsync(c => c.SessionCourses.AnyAsync(Cancellation)));
    }

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenStoreAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    StoreUnderTest Store => _store!;

    ISessionCourses Courses => Store.Get<ISessionCourses>();

    ValueTask<string?> FindAsync(Guid session) => Courses.FindAsync(session, Cancellation);

    Task<RetentionReport> RetainAsync() => Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

    async Task<Guid> SubjectAsync(string name) => (await Store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;

    async Task<Guid> SessionAsync(Guid? subject)
    {
        var now = Store.Clock.GetUtcNow();
        var purpose = subject is null ? SessionPurpose.Identify : SessionPurpose.Verify;
        var session = new SessionRecord(
            Guid.NewGuid(), Owner, purpose, subject, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(1));
        await Store.Sessions.CreateAsync(session, Cancellation);
        await Store.Sessions.TryClaimAsync(session.Id, now, Cancellation);
        return session.Id;
    }

    /// <summary>A rejected session about a subject, or one that found somebody.</summary>
    async Task<Guid> EndedAsync(Guid? subject, Guid? found = null)
    {
        var session = await SessionAsync(subject);
        var now = Store.Clock.GetUtcNow();
        Assert.True(await Store.Sessions.TryEndAsync(
            session, new(SessionState.Decided, "rejected", ["no_face"], null, null, now, found ?? subject), Cancellation));
        return session;
    }
}
