using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store's lists do: page by page in their order, filtered, without what was altered from outside.</summary>
public abstract class ListsContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    private protected StoreUnderTest Store { get; set; } = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_come_newest_first_page_by_page_and_none_twice()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++) made.Insert(0, await AddAsync());
        await AddAsync(owner: "rp:2");

        var first = await Store.Sessions.ListAsync(new(Owner), null, 2, Cancellation);
        await AddAsync();   // newer than what is being read
        var second = await Store.Sessions.ListAsync(new(Owner), first.Last, 2, Cancellation);
        var third = await Store.Sessions.ListAsync(new(Owner), second.Last, 2, Cancellation);

        Assert.Equal(made, first.Sessions.Concat(second.Sessions).Concat(third.Sessions).Select(session => session.Id));
        Assert.Equal((made[1], made[3], (Guid?)null), (first.Last, second.Last, third.Last));
    }

    [Fact]
    public async Task Sessions_are_filtered_by_each_field_and_by_all_together()
    {
        var (ada, bob) = (await SubjectAsync("ada"), await SubjectAsync("bob"));
        var begun = Store.Clock.GetUtcNow();
        var enrolled = await AddAsync(subject: ada, purpose: SessionPurpose.Enroll);
        var verified = await AddAsync(subject: ada, policy: "strict");
        var other = await AddAsync(subject: bob);
        await Store.Sessions.TryEndAsync(
            verified, new(SessionState.Decided, "accepted", [], "v", "{}", Store.Clock.GetUtcNow(), ada), Cancellation);

        Assert.Equal([verified, enrolled], await IdsAsync(new(Owner, SubjectId: ada)));
        Assert.Equal([enrolled], await IdsAsync(new(Owner, Purpose: SessionPurpose.Enroll)));
        Assert.Equal([verified], await IdsAsync(new(Owner, State: SessionState.Decided)));
        Assert.Equal([verified], await IdsAsync(new(Owner, Outcome: "accepted")));
        Assert.Equal([other, enrolled], await IdsAsync(new(Owner, Policy: "standard")));
        Assert.Equal([other, verified], await IdsAsync(new(Owner, From: begun.AddSeconds(2))));
        Assert.Equal([verified], await IdsAsync(new(From: begun.AddSeconds(2), To: begun.AddSeconds(3))));
        Assert.Empty(await IdsAsync(new(Owner, ada, SessionPurpose.Verify, SessionState.Decided, "rejected", "strict")));
        Assert.Empty(await IdsAsync(new("rp:2")));
        var shown = Assert.Single((await Store.Sessions.ListAsync(new(Outcome: "accepted"), null, 10, Cancellation)).Sessions);
        Assert.Equal((null, null, null), (shown.Verdict, shown.ScoresJson, shown.TimelineJson));
    }

    [Fact]
    public async Task A_session_that_was_altered_is_left_out_and_reported_and_the_next_page_is_there()
    {
        var (last, altered, first) = (await AddAsync(), await AddAsync(), await AddAsync());
        await Store.QueryAsync(c => c.Sessions.Where(s => s.Id == altered)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Policy, "passive")));

        var page = await Store.Sessions.ListAsync(new(Owner), null, 2, Cancellation);
        var next = await Store.Sessions.ListAsync(new(Owner), page.Last, 2, Cancellation);

        Assert.Equal([first], page.Sessions.Select(session => session.Id));
        Assert.Equal([last], next.Sessions.Select(session => session.Id));
        Assert.Contains(await Store.Audit.RecentAsync(null, 10, Cancellation), entry => entry.Action == "store.row_altered");
    }

    [Fact]
    public async Task One_name_is_found_with_many_owners_at_once()
    {
        var (own, ada) = (await SubjectAsync("ada"), await Store.Subjects.GetOrCreateAsync("rp:other", "ada", Cancellation));
        await Store.Subjects.GetOrCreateAsync("rp:other", "bob", Cancellation);
        await Store.Subjects.GetOrCreateAsync("rp:third", "ada", Cancellation);

        var found = await Store.Subjects.FindNamedAsync([Owner, "rp:other", "rp:nobody"], "ada", Cancellation);

        Assert.Equal(new[] { own, ada.Id }.Order(), found.Select(subject => subject.Id).Order());
        Assert.All(found, subject => Assert.Equal("ada", subject.ExternalId));
        Assert.Empty(await Store.Subjects.FindNamedAsync([], "ada", Cancellation));
    }

    [Fact]
    public async Task Names_of_subjects_and_groups_are_found_many_at_once()
    {
        var (ada, bob) = (await SubjectAsync("ada"), await SubjectAsync("bob"));
        var staff = (await Store.Get<IGroupStore>().GetOrCreateAsync(Owner, "staff", Cancellation)).Id;

        var subjects = await Store.Subjects.FindManyAsync([ada, bob, Guid.NewGuid()], Cancellation);
        var groups = await Store.Get<IGroupStore>().NamesAsync([staff, Guid.NewGuid()], Cancellation);

        Assert.Equal(["ada", "bob"], subjects.Select(subject => subject.ExternalId).Order());
        Assert.Equal(new KeyValuePair<Guid, string>(staff, "staff"), Assert.Single(groups));
        Assert.Empty(await Store.Subjects.FindManyAsync([], Cancellation));
        Assert.Empty(await Store.Get<IGroupStore>().NamesAsync([], Cancellation));
    }

    [Fact]
    public async Task Consents_come_the_latest_first_page_by_page()
    {
        var ada = await SubjectAsync("ada");
        var consents = Store.Get<IConsentStore>();
        for (var i = 1; i <= 3; i++)
        {
            await consents.AddAsync(new(ada, $"{i}", "en", Store.Clock.GetUtcNow(), Owner, Guid.NewGuid()), Cancellation);
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await consents.PageAsync(ada, null, 2, Cancellation);
        var second = await consents.PageAsync(ada, first.Last, 2, Cancellation);

        Assert.Equal(["3", "2"], first.Consents.Select(consent => consent.Version));
        Assert.Equal("1", Assert.Single(second.Consents).Version);
        Assert.Null(second.Last);
    }

    [Fact]
    public async Task Audit_entries_come_newest_first_filtered_and_page_by_page()
    {
        var (at, session, ada) = (Store.Clock.GetUtcNow(), Guid.NewGuid(), Guid.NewGuid());
        AuditEntry[] made =
        [
            new(at, "session.accepted", "rp:1", session, ada), new(at.AddSeconds(1), "subject.erased", "rp:1", SubjectId: ada),
            new(at.AddSeconds(2), "session.accepted", "user:2"),
        ];
        foreach (var entry in made) await Store.Audit.AppendAsync(entry, Cancellation);
        var reader = Store.Get<IAuditReader>();
        var all = new AuditFilter(From: at);

        var first = await reader.ListAsync(all, null, 2, Cancellation);
        var second = await reader.ListAsync(all, first.Last, 2, Cancellation);

        Assert.Equal(made.Reverse(), first.Entries.Concat(second.Entries).Select(one => one.Entry));
        Assert.Equal((first.Entries[1].Number, (long?)null), (first.Last!.Value, second.Last));
        foreach (var (filter, which) in ((AuditFilter, AuditEntry[])[])
            [
                (all with { Actor = "rp:1" }, [made[1], made[0]]), (all with { Action = "session.accepted" }, [made[2], made[0]]),
                (all with { SessionId = session }, [made[0]]), (all with { SubjectId = ada }, [made[1], made[0]]),
                (all with { From = at.AddSeconds(1) }, [made[2], made[1]]), (all with { To = at.AddSeconds(1) }, [made[0]]),
                (all with { Actor = "rp:1", Action = "user.disabled" }, []),
            ])
            Assert.Equal(which, (await reader.ListAsync(filter, null, 10, Cancellation)).Entries.Select(one => one.Entry));
    }

    [Fact]
    public async Task Relying_parties_come_as_they_were_made_with_their_keys_counted()
    {
        var parties = Store.Get<IRelyingPartyStore>();
        foreach (var name in (string[])["shop", "bank", "shop", "door"])
        {
            await parties.IssueKeyAsync(name, Cancellation);
            Store.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await parties.RevokeAsync("bank", Cancellation);
        var first = await parties.ListAsync(null, 2, Cancellation);
        var second = await parties.ListAsync(first.Last, 2, Cancellation);

        Assert.Equal([("shop", 2), ("bank", 0)], first.Parties.Select(one => (one.Party.Name, one.Keys)));
        Assert.Equal(("door", 1), second.Parties.Select(one => (one.Party.Name, one.Keys)).Single());
        Assert.Null(second.Last);
    }

    [Fact]
    public async Task Templates_of_a_subject_are_listed_and_an_altered_one_is_left_out()
    {
        var ada = await SubjectAsync("ada");
        await AddTemplatesAsync(ada, 3);
        await AddTemplatesAsync(await SubjectAsync("bob"), 1);
        var list = Store.Get<ITemplateList>();

        var first = await list.ListAsync(ada, null, 2, Cancellation);
        var second = await list.ListAsync(ada, first.Last, 2, Cancellation);

        Assert.Equal((2, 1, (Guid?)null), (first.Templates.Count, second.Templates.Count, second.Last));
        Assert.All(first.Templates, one => Assert.Equal(("model-a", TemplateOrigin.Enrolled), (one.ModelId, one.Origin)));
        Assert.Equal([0.5f, 0.6f, 0.7f], first.Templates.Concat(second.Templates).Select(one => one.Quality).Order());
        var altered = first.Templates[0].Id;
        await Store.QueryAsync(c => c.Templates.Where(t => t.Id == altered).ExecuteUpdateAsync(set => set.SetProperty(t => t.Quality, 1)));
        Assert.DoesNotContain((await list.ListAsync(ada, null, 10, Cancellation)).Templates, one => one.Id == altered);
        Assert.Contains(await Store.Audit.RecentAsync(null, 10, Cancellation), entry => entry.Action == "store.row_altered");
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    async Task<List<Guid>> IdsAsync(SessionFilter filter) =>
        [.. (await Store.Sessions.ListAsync(filter, null, 10, Cancellation)).Sessions.Select(session => session.Id)];

    async Task<Guid> SubjectAsync(string name) => (await Store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;

    async Task AddTemplatesAsync(Guid subject, int count)
    {
        var vectors = Enumerable.Range(0, count).Select(i => new FaceTemplate("model-a", Unit(i), 0.5f + (0.1f * i)));
        await Store.Get<ITemplateStore>().AddAsync(subject, [.. vectors], Cancellation);
    }

    static float[] Unit(int at)
    {
        var vector = new float[16];
        vector[at] = 1;
        return vector;
    }

    /// <summary>A session, a second after the one before.</summary>
    async Task<Guid> AddAsync(
        string owner = Owner, Guid? subject = null, SessionPurpose purpose = SessionPurpose.Verify, string policy = "standard")
    {
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = Store.Clock.GetUtcNow();
        var session = new SessionRecord(
            Guid.CreateVersion7(now), owner, purpose, subject, "nonce-1234", policy, SessionState.Created, now, now.AddMinutes(2));
        await Store.Sessions.CreateAsync(session, Cancellation);
        return session.Id;
    }
}
