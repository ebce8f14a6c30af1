using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Pictures of decided sessions, for who judges them, on every engine.</summary>
public abstract class ReviewPicturesContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    StoreUnderTest? _store;

    [Fact]
    public async Task They_are_kept_and_opened_as_they_were_given()
    {
        var session = await SessionAsync();
        ReviewPicture[] given = [Picture(1, PictureMoment.First), Picture(2, PictureMoment.Fell), Picture(3, PictureMoment.Last)];

        Assert.True(await KeepAsync(session, given));

        Assert.Equal(new KeptPictures(3, Store.Clock.GetUtcNow() + Kept), (await FindAsync(session))!);
        for (var i = 0; i < given.Length; i++)
        {
            var opened = (await OpenAsync(session, i + 1))!;
            Assert.Equal((given[i].Moment, given[i].At), (opened.Moment, opened.At));
            Assert.Equal(given[i].Jpeg.ToArray(), opened.Jpeg.ToArray());
        }

        Assert.Null(await OpenAsync(session, 0));
        Assert.Null(await OpenAsync(session, 4));
        Assert.Null(await OpenAsync(Guid.NewGuid(), 1));
    }

    [Fact]
    public async Task Only_decided_sessions_have_some_and_once()
    {
        var (decided, running) = (await SessionAsync(), await SessionAsync(isDecided: false));

        Assert.True(await KeepAsync(decided, Picture(1)));
        Assert.False(await KeepAsync(decided, Picture(2)));
        Assert.False(await KeepAsync(running, Picture(1)));
        Assert.False(await KeepAsync(Guid.NewGuid(), Picture(1)));

        Assert.Null(await FindAsync(running));
        Assert.Equal(Picture(1).Jpeg.ToArray(), (await OpenAsync(decided, 1))!.Jpeg.ToArray());
    }

    [Fact]
    public async Task Too_many_too_large_and_empty_ones_are_refused()
    {
        var session = await SessionAsync();
        var large = new ReviewPicture(PictureMoment.Last, default, new byte[ReviewPicture.MostBytes + 1]);
        var empty = new ReviewPicture(PictureMoment.Last, default, default);

        foreach (var wrong in new ReviewPicture[][] { [], [large], [Picture(1), empty], [.. Enumerable.Repeat(Picture(1), 6)] })
            await Assert.ThrowsAnyAsync<ArgumentException>(() => KeepAsync(session, wrong));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Pictures.KeepAsync(session, [Picture(1)], Store.Clock.GetUtcNow(), Cancellation).AsTask());

        Assert.Null(await FindAsync(session));
        Assert.True(await KeepAsync(session, large with { Jpeg = large.Jpeg[1..] }));
    }

    [Fact]
    public async Task At_its_time_nobody_sees_one_and_then_it_is_gone()
    {
        var (old, fresh) = (await SessionAsync(), await SessionAsync());
        await KeepAsync(old, Picture(1), Picture(2));
        Store.Clock.Advance(Kept - TimeSpan.FromSeconds(1));
        await KeepAsync(fresh, Picture(3));
        Assert.Equal(0, await Pictures.DeleteExpiredAsync(Cancellation));
        Assert.NotNull(await OpenAsync(old, 1));

        Store.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await OpenAsync(old, 1));
        Assert.Null(await FindAsync(old));
        Assert.Equal(2, await Pictures.DeleteExpiredAsync(Cancellation));
        Assert.Equal(1, await CountAsync());
        Assert.NotNull(await OpenAsync(fresh, 1));
    }

    [Fact]
    public async Task A_name_that_was_not_enrolled_stays_until_its_pictures_are_gone()
    {
        var anna = await SubjectAsync("anna");
        var session = await SessionAsync(anna);
        await KeepAsync(session, Picture(1));

        var early = await EraseEmptyAsync();
        Assert.NotNull(await OpenAsync(session, 1));
        Store.Clock.Advance(Kept);
        await Pictures.DeleteExpiredAsync(Cancellation);

        Assert.Equal((0, 1), (early, await EraseEmptyAsync()));
        Assert.Null(await Store.Subjects.FindAsync(anna, Cancellation));

        ValueTask<int> EraseEmptyAsync() => Store.Subjects.EraseEmptyAsync(Store.Clock.GetUtcNow().AddDays(1), Cancellation);
    }

    [Fact]
    public async Task The_retention_run_deletes_what_is_over_and_says_so()
    {
        await KeepAsync(await SessionAsync(), Picture(1));
        Store.Clock.Advance(Kept);

        var report = await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Equal((1, 0), (report.Pictures, await CountAsync()));
    }

    [Fact]
    public async Task The_judgement_that_closes_a_review_takes_them_along()
    {
        var (judged, other) = (await SessionAsync(), await SessionAsync());
        await KeepAsync(judged, Picture(1));
        await KeepAsync(other, Picture(2));
        var reviews = Store.Get<IReviewStore>();
        var review = (await reviews.OpenAsync(judged, ReviewCause.Appealed, Cancellation))!.Value.Review.Id;

        await reviews.JudgeAsync(review, Guid.NewGuid(), true, 2, Cancellation);
        Assert.NotNull(await OpenAsync(judged, 1));
        await reviews.JudgeAsync(review, Guid.NewGuid(), true, 2, Cancellation);

        Assert.Null(await OpenAsync(judged, 1));
        Assert.Equal(1, await CountAsync());
        Assert.NotNull(await OpenAsync(other, 1));
        Assert.False(await KeepAsync(judged, Picture(3)));
    }

    [Fact]
    public async Task An_erased_subject_takes_its_sessions_along_and_the_receipt_counts_them()
    {
        var (anna, bob) = (await SubjectAsync("anna"), await SubjectAsync("bob"));
        var (hers, his) = (await SessionAsync(anna), await SessionAsync(bob));
        await KeepAsync(hers, Picture(1), Picture(2));
        await KeepAsync(his, Picture(3));
        var late = await SessionAsync(anna);

        var erasure = await Store.Subjects.EraseAsync(anna, Cancellation);

        Assert.Equal(2, erasure!.Pictures);
        Assert.Equal(1, await CountAsync());
        Assert.NotNull(await OpenAsync(his, 1));
        Assert.False(await KeepAsync(late, Picture(4)));
    }

    [Fact]
    public async Task They_go_with_their_session()
    {
        await KeepAsync(await SessionAsync(), Picture(1));

        await Store.QueryAsync(context => context.Sessions.ExecuteDeleteAsync(Cancellation));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task All_are_deleted_where_none_are_wanted_any_more()
    {
        for (var i = 0; i < 3; i++) await KeepAsync(await SessionAsync(), Picture(1), Picture(2));

        Assert.Equal(6, await Pictures.DeleteAllAsync(Cancellation));

        Assert.Equal(0, await CountAsync());
        Assert.Equal(0, await Pictures.DeleteAllAsync(Cancellation));
    }

    [Fact]
    public async Task What_lies_in_the_database_is_no_picture_and_as_long_as_it_must_be()
    {
        await KeepAsync(await SessionAsync(), Picture(1));

        var row = await Store.QueryAsync(context => context.ReviewPictures.SingleAsync(Cancellation));

        Assert.Equal(Picture(1).Jpeg.Length + Envelope.Overhead, row.Sealed.Length);
        Assert.Equal(-1, row.Sealed.AsSpan().IndexOf(Picture(1).Jpeg.Span[..8]));
    }

    [Theory]
    [InlineData("Sealed")]
    [InlineData("Sealed and Authenticator")]
    [InlineData("SessionId")]
    [InlineData("Number")]
    [InlineData("Until")]
    public async Task Who_can_only_write_the_database_puts_no_picture_in_anothers_place(string swapped)
    {
        var (one, other) = (await SessionAsync(), await SessionAsync());
        await KeepAsync(one, Picture(1), Picture(2));
        await KeepAsync(other, Picture(3), Picture(4));

        await Store.QueryAsync(async context =>
        {
            var rows = await context.ReviewPictures.AsTracking().OrderBy(p => p.SessionId == one ? 0 : 1).ThenBy(p => p.Number)
                .ToListAsync(Cancellation);
            var (first, last) = (rows[0], rows[3]);
            if (swapped.StartsWith("Sealed", StringComparison.Ordinal)) (first.Sealed, last.Sealed) = (last.Sealed, first.Sealed);
            if (swapped.EndsWith("Authenticator", StringComparison.Ordinal))
                (first.Authenticator, last.Authenticator) = (last.Authenticator, first.Authenticator);
            if (swapped == "Until") (first.Until, last.Until) = (first.Until.AddDays(99), last.Until.AddDays(99));
            if (swapped == "Number") (first.Number, last.Number) = (9, 9);
            if (swapped == "SessionId")
            {
                // each of its number once: the two others make room
                context.RemoveRange(rows[1], rows[2]);
                (first.SessionId, last.SessionId) = (other, one);
            }

            return await context.SaveChangesAsync(Cancellation);
        });

        var (at, number) = swapped == "Number" ? (9, 9) : swapped == "SessionId" ? (2, 1) : (1, 2);
        Assert.Null(await OpenAsync(one, at));
        Assert.Null(await OpenAsync(other, number));
        Assert.Equal(2, await Store.QueryAsync(
            context => context.AlteredRows.CountAsync(row => row.Kind == RowKind.ReviewPicture, Cancellation)));
    }

    [Fact]
    public async Task An_envelope_opens_in_its_own_place_alone()
    {
        var seal = Store.Get<Reviews.PictureSeal>();
        var session = Guid.NewGuid();
        var row = new ReviewPictureRow { SessionId = session, Number = 1, Sealed = seal.Seal(session, 1, Picture(1).Jpeg.Span) };

        Assert.Equal(Picture(1).Jpeg.ToArray(), seal.TryOpen(row));
        row.Number = 2;
        Assert.Null(seal.TryOpen(row));
        (row.Number, row.SessionId) = (1, Guid.NewGuid());
        Assert.Null(seal.TryOpen(row));
        (row.SessionId, row.Sealed[40]) = (session, (byte)(row.Sealed[40] ^ 1));
        Assert.Null(seal.TryOpen(row));
        await Task.CompletedTask;
    }

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The bytes of a made-up file, which begins as a JPEG does.</summary>
    internal static ReviewPicture Picture(int seed, PictureMoment moment = PictureMoment.Last)
    {
        var file = new byte[3000 + seed];
        new Random(seed).NextBytes(file);
        ((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, (byte)'J', (byte)'F', (byte)'I', (byte)'F']).CopyTo(file);
        return new(moment, TimeSpan.FromMilliseconds(100 * seed), file);
    }

    private protected abstract Task<StoreUnderTest> OpenStoreAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    StoreUnderTest Store => _store!;

    IReviewPictures Pictures => Store.Get<IReviewPictures>();

    Task<bool> KeepAsync(Guid session, params ReviewPicture[] pictures) =>
        Pictures.KeepAsync(session, pictures, Store.Clock.GetUtcNow() + Kept, Cancellation).AsTask();

    ValueTask<ReviewPicture?> OpenAsync(Guid session, int number) => Pictures.OpenAsync(session, number, Cancellation);

    async Task<KeptPictures?> FindAsync(Guid session) =>
        (await Pictures.FindAsync([session, Guid.NewGuid()], Cancellation)).GetValueOrDefault(session);

    Task<int> CountAsync() => Store.QueryAsync(context => context.ReviewPictures.CountAsync(Cancellation));

    async Task<Guid> SubjectAsync(string name) => (await Store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;

    async Task<Guid> SessionAsync(Guid? subject = null, bool isDecided = true)
    {
        var now = Store.Clock.GetUtcNow();
        var purpose = subject is null ? SessionPurpose.Identify : SessionPurpose.Verify;
        var session = new SessionRecord(
            Guid.NewGuid(), Owner, purpose, subject, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(1));
        await Store.Sessions.CreateAsync(session, Cancellation);
        await Store.Sessions.TryClaimAsync(session.Id, now, Cancellation);
        if (isDecided)
            Assert.True(await Store.Sessions.TryEndAsync(
                session.Id, new(SessionState.Decided, "rejected", ["no_face"], "a.verdict", "{}", now, subject), Cancellation));
        return session.Id;
    }
}
