using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every subject store does.</summary>
public abstract class SubjectStoreContract : IAsyncLifetime
{
    protected abstract ISubjectStore Subjects { get; }

    protected abstract ITemplateStore Templates { get; }

    protected abstract ISessionStore Sessions { get; }

    [Fact]
    public async Task Creates_a_subject_once_and_finds_it_by_name_and_by_id()
    {
        var created = await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation);

        Assert.Equal(created, await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation));
        Assert.Equal(created, await Subjects.FindAsync("user:1", "anna", Cancellation));
        Assert.Equal(created, await Subjects.FindAsync(created.Id, Cancellation));
        Assert.Equal(("user:1", "anna", 0), (created.Owner, created.ExternalId, created.TemplateCount));
    }

    [Fact]
    public async Task Callers_at_once_get_the_same_subject()
    {
        var subjects = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Task.Run(async () => await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation))));

        Assert.Single(subjects.Select(s => s.Id).Distinct());
    }

    [Fact]
    public async Task Owners_do_not_share_names()
    {
        var first = await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation);
        var second = await Subjects.GetOrCreateAsync("user:2", "anna", Cancellation);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Null(await Subjects.FindAsync("user:3", "anna", Cancellation));
        Assert.Null(await Subjects.FindAsync(Guid.NewGuid(), Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul\0")]
    [InlineData("it's; DROP TABLE \"Subjects\"")]
    public async Task Finds_nobody_by_a_name_that_nobody_has(string name)
    {
        Assert.Null(await Subjects.FindAsync("user:1", name, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    [InlineData("delete\u007f")]
    public async Task Refuses_a_name_that_is_empty_or_holds_control_characters(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Subjects.GetOrCreateAsync("user:1", name, Cancellation).AsTask());
    }

    [Fact]
    public async Task Refuses_a_name_with_half_a_character_which_would_be_stored_as_another()
    {
        foreach (var half in (string[])["half \ud83d", "\ude00 half", "\ude00\ud83d"])
            await Assert.ThrowsAsync<ArgumentException>(() => Subjects.GetOrCreateAsync("user:1", half, Cancellation).AsTask());
    }

    [Fact]
    public async Task Takes_names_of_1_to_128_characters_of_any_script()
    {
        Assert.Equal("ä", (await Subjects.GetOrCreateAsync("user:1", "ä", Cancellation)).ExternalId);
        Assert.Equal("王小明 😀 Ωμέγα", (await Subjects.GetOrCreateAsync("user:1", "王小明 😀 Ωμέγα", Cancellation)).ExternalId);
        var longest = new string('x', 128);
        Assert.Equal(longest, (await Subjects.GetOrCreateAsync("user:1", longest, Cancellation)).ExternalId);
        await Assert.ThrowsAsync<ArgumentException>(() => Subjects.GetOrCreateAsync("user:1", longest + "x", Cancellation).AsTask());
    }

    [Fact]
    public async Task Lists_in_pages_in_the_order_in_which_they_were_made()
    {
        var made = new List<Subject>();
        foreach (var name in (string[])["d", "a", "c", "e", "b"])
            made.Add(await Subjects.GetOrCreateAsync("user:1", name, Cancellation));
        // an id begins with the time; those of one millisecond come in any order
        var names = made.OrderBy(s => $"{s.Id:N}", StringComparer.Ordinal).Select(s => s.ExternalId).ToList();

        await Subjects.GetOrCreateAsync("user:2", "x", Cancellation);

        var first = await Subjects.ListAsync("user:1", null, 3, Cancellation);
        var second = await Subjects.ListAsync("user:1", first[^1].Id, 3, Cancellation);

        Assert.Equal(names[..3], first.Select(s => s.ExternalId));
        Assert.Equal(names[3..], second.Select(s => s.ExternalId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Subjects.ListAsync("user:1", null, 1001, Cancellation).AsTask());
    }

    [Fact]
    public async Task Erases_a_subject_once_and_its_name_is_free_again()
    {
        var anna = await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation);

        Assert.NotNull(await Subjects.EraseAsync(anna.Id, Cancellation));
        Assert.Null(await Subjects.EraseAsync(anna.Id, Cancellation));

        Assert.Null(await Subjects.FindAsync(anna.Id, Cancellation));
        Assert.NotEqual(anna.Id, (await Subjects.GetOrCreateAsync("user:1", "anna", Cancellation)).Id);
    }

    [Fact]
    public async Task Erases_what_enrolments_that_came_to_nothing_left_behind_and_nothing_else()
    {
        var (left, enrolled) = (await NewAsync("left"), await NewAsync("enrolled"));
        var (awaited, ended) = (await NewAsync("awaited"), await NewAsync("ended"));
        var vector = new float[16];
        vector[3] = 1;
        await Templates.AddAsync(enrolled.Id, [new FaceTemplate("model", vector, 0.5f)], Cancellation);
        await EnrolSessionAsync(awaited.Id);
        var over = await EnrolSessionAsync(ended.Id);
        await Sessions.TryEndAsync(over, new(SessionState.Ended, "left", [], null, null, DateTimeOffset.UtcNow), Cancellation);

        Assert.Equal(0, await Subjects.EraseEmptyAsync(left.CreatedAt, Cancellation));   // none is that old
        Assert.Equal(2, await Subjects.EraseEmptyAsync(DateTimeOffset.UtcNow.AddMinutes(1), Cancellation));

        Assert.Null(await Subjects.FindAsync(left.Id, Cancellation));
        Assert.Null(await Subjects.FindAsync(ended.Id, Cancellation));
        Assert.NotNull(await Subjects.FindAsync(enrolled.Id, Cancellation));
        Assert.NotNull(await Subjects.FindAsync(awaited.Id, Cancellation));
    }

    [Fact]
    public async Task A_name_whose_enrolment_was_rejected_stays_and_goes_with_its_verdict()
    {
        var anna = await NewAsync("anna");
        var session = await EnrolSessionAsync(anna.Id);
        await Sessions.TryEndAsync(session, Decided(anna.Id) with { Outcome = "rejected" }, Cancellation);
        var ended = (await Sessions.FindAsync(session, Cancellation))!.EndedAt!.Value;

        var early = await Subjects.EraseEmptyAsync(ended, Cancellation);
        var again = await NewAsync("anna");
        var kept = (await Sessions.FindAsync(session, Cancellation))!.Verdict;
        var late = await Subjects.EraseEmptyAsync(ended.AddMinutes(5), Cancellation);

        Assert.Equal((0, anna.Id, "a.b.c", 1), (early, again.Id, kept, late));
        Assert.Null((await Sessions.FindAsync(session, Cancellation))!.Verdict);
    }

    [Fact]
    public async Task Erases_the_verdicts_that_name_the_subject_and_keeps_what_was_decided()
    {
        var (anna, other) = (await NewAsync("anna"), await NewAsync("other"));
        var (enrolled, others) = (await EnrolSessionAsync(anna.Id), await EnrolSessionAsync(other.Id));
        var found = await SessionAsync(SessionPurpose.Identify, null);
        await Sessions.TryEndAsync(enrolled, Decided(anna.Id), Cancellation);
        await Sessions.TryEndAsync(found, Decided(anna.Id), Cancellation);
        await Sessions.TryEndAsync(others, Decided(other.Id), Cancellation);

        await Subjects.EraseAsync(anna.Id, Cancellation);

        foreach (var id in (Guid[])[enrolled, found])
        {
            var kept = (await Sessions.FindAsync(id, Cancellation))!;
            Assert.Equal((null, anna.Id, "accepted", "{}"), (kept.Verdict, kept.SubjectId!.Value, kept.Outcome, kept.ScoresJson));
        }

        Assert.Equal("a.b.c", (await Sessions.FindAsync(others, Cancellation))!.Verdict);
    }

    [Fact]
    public async Task No_verdict_names_a_subject_that_was_erased_before()
    {
        var anna = await NewAsync("anna");
        var session = await EnrolSessionAsync(anna.Id);
        await Subjects.EraseAsync(anna.Id, Cancellation);

        Assert.False(await Sessions.TryEndAsync(session, Decided(anna.Id), Cancellation));
        Assert.Null((await Sessions.FindAsync(session, Cancellation))!.Verdict);
        var ending = new SessionEnding(SessionState.Ended, "cancelled", [], null, null, DateTimeOffset.UtcNow);
        Assert.True(await Sessions.TryEndAsync(session, ending, Cancellation));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    ValueTask<Subject> NewAsync(string name) => Subjects.GetOrCreateAsync("user:1", name, Cancellation);

    Task<Guid> EnrolSessionAsync(Guid subject) => SessionAsync(SessionPurpose.Enroll, subject);

    async Task<Guid> SessionAsync(SessionPurpose purpose, Guid? subject)
    {
        var now = DateTimeOffset.UtcNow;
        var session = new SessionRecord(
            Guid.NewGuid(), "user:1", purpose, subject, "nonce-nonce", "passive", SessionState.Created, now, now.AddMinutes(2));
        await Sessions.CreateAsync(session, Cancellation);
        return session.Id;
    }

    static SessionEnding Decided(Guid subject) => new(SessionState.Decided, "accepted", [], "a.b.c", "{}", DateTimeOffset.UtcNow, subject);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
