using FaceAuth.Store.Contracts;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What groups do on every engine, searches within one included.</summary>
public abstract class GroupStoreContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(7);
    StoreUnderTest _store = null!;

    [Fact]
    public async Task A_search_in_a_group_finds_its_members_and_nobody_else()
    {
        var (anna, annasFace) = await EnrolAsync("anna");
        var (bob, bobsFace) = await EnrolAsync("bob");
        var staff = await GroupAsync("staff", anna);

        Assert.Equal(anna, Assert.Single(await NearestAsync(annasFace, staff)).SubjectId);
        Assert.DoesNotContain(await NearestAsync(bobsFace, staff), match => match.SubjectId == bob);
        Assert.Equal(bob, (await NearestAsync(bobsFace, null))[0].SubjectId);
        Assert.Empty(await NearestAsync(annasFace, Guid.NewGuid()));
    }

    [Fact]
    public async Task Who_comes_later_is_found_and_who_is_taken_out_at_once_no_more()
    {
        var (anna, annasFace) = await EnrolAsync("anna");
        var (bob, bobsFace) = await EnrolAsync("bob");
        var staff = await GroupAsync("staff", anna);
        await NearestAsync(annasFace, staff);   // loads the index

        await Groups.AddAsync(staff, [bob], Cancellation);
        await CatchUpAsync();
        Assert.Equal(bob, (await NearestAsync(bobsFace, staff))[0].SubjectId);

        Assert.True(await Groups.RemoveAsync(staff, bob, Cancellation));
        Assert.Equal(anna, Assert.Single(await NearestAsync(bobsFace, staff)).SubjectId);
        Assert.False(await Groups.RemoveAsync(staff, bob, Cancellation));
    }

    [Fact]
    public async Task A_face_enrolled_while_its_group_is_searched_is_found_there()
    {
        var (anna, annasFace) = await EnrolAsync("anna");
        var bob = (await _store.Subjects.GetOrCreateAsync(Owner, "bob", Cancellation)).Id;
        var staff = await GroupAsync("staff", anna, bob);
        await NearestAsync(annasFace, staff);

        var face = Random(_random);
        await _store.Templates.AddAsync(bob, [Template(face)], Cancellation);
        await CatchUpAsync();

        Assert.Equal(bob, (await NearestAsync(face, staff))[0].SubjectId);
    }

    [Fact]
    public async Task Groups_are_listed_by_name_and_members_as_they_were_made_page_by_page()
    {
        var ids = new List<Guid>();
        foreach (var name in "ecbda")
        {
            ids.Add((await _store.Subjects.GetOrCreateAsync(Owner, $"{name}", Cancellation)).Id);
            _store.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var staff = await GroupAsync("staff", [.. ids]);
        var empty = await Groups.GetOrCreateAsync(Owner, "guests", Cancellation);
        await Groups.GetOrCreateAsync("rp:2", "others", Cancellation);

        Assert.Equal(["guests", "staff"], (await Groups.ListAsync(Owner, null, 10, Cancellation)).Select(g => g.Name));
        Assert.Equal(5, (await Groups.ListAsync(Owner, "guests", 10, Cancellation)).Single().MemberCount);
        Assert.Equal(empty, await Groups.FindAsync(Owner, "guests", Cancellation));
        Assert.Equal(["e", "c"], (await Groups.MembersAsync(staff, null, 2, Cancellation)).Select(s => s.ExternalId));
        Assert.Equal(["b", "d", "a"], (await Groups.MembersAsync(staff, ids[1], 9, Cancellation)).Select(s => s.ExternalId));
    }

    [Fact]
    public async Task A_group_may_be_deleted_while_subjects_come_into_it()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 50; i++) ids.Add((await _store.Subjects.GetOrCreateAsync(Owner, $"s{i}", Cancellation)).Id);
        for (var i = 0; i < 20; i++)
        {
            var staff = await GroupAsync("staff");
            var adding = Task.Run(() => Groups.AddAsync(staff, ids, Cancellation).AsTask(), Cancellation);
            var deleting = Task.Run(() => Groups.DeleteAsync(staff, Cancellation).AsTask(), Cancellation);

            Assert.True(await deleting);
            Assert.True(await Record.ExceptionAsync(() => adding) is null or GroupNotFoundException);
            Assert.Null(await Groups.FindAsync(staff, Cancellation));
        }
    }

    [Fact]
    public async Task A_member_is_in_it_once_and_of_many_all_or_none_are_put_in()
    {
        var (anna, _) = await EnrolAsync("anna");
        var (stranger, _) = await EnrolAsync("stranger", "rp:2");
        var staff = await GroupAsync("staff");

        Assert.Equal(1, await Groups.AddAsync(staff, [anna, anna], Cancellation));
        Assert.Equal(0, await Groups.AddAsync(staff, [anna], Cancellation));
        var (bob, _) = await EnrolAsync("bob");
        await Assert.ThrowsAsync<SubjectNotFoundException>(() => Groups.AddAsync(staff, [bob, stranger], Cancellation).AsTask());
        await Assert.ThrowsAsync<GroupNotFoundException>(() => Groups.AddAsync(Guid.NewGuid(), [bob], Cancellation).AsTask());

        Assert.Equal(anna, Assert.Single(await Groups.MembersAsync(staff, null, 10, Cancellation)).Id);
    }

    [Fact]
    public async Task A_deleted_group_leaves_its_subjects_and_an_erased_subject_leaves_its_groups()
    {
        var (anna, face) = await EnrolAsync("anna");
        var (bob, _) = await EnrolAsync("bob");
        var staff = await GroupAsync("staff", anna, bob);
        await NearestAsync(face, staff);

        await _store.Subjects.EraseAsync(bob, Cancellation);
        Assert.Equal(anna, Assert.Single(await Groups.MembersAsync(staff, null, 10, Cancellation)).Id);
        Assert.True(await Groups.DeleteAsync(staff, Cancellation));

        Assert.Empty(await NearestAsync(face, staff));
        Assert.Equal(anna, (await NearestAsync(face, null))[0].SubjectId);
        Assert.False(await Groups.DeleteAsync(staff, Cancellation));
    }

    [Fact]
    public async Task Whoever_is_put_into_a_group_past_the_store_is_not_in_it_and_is_told_of()
    {
        var (anna, annasFace) = await EnrolAsync("anna");
        var (bob, bobsFace) = await EnrolAsync("bob");
        var vault = await GroupAsync("vault", anna);
        await NearestAsync(annasFace, vault);

        await _store.QueryAsync(async context =>
        {
            var seal = await context.GroupMembers.Select(m => m.Authenticator).SingleAsync(Cancellation);
            context.GroupMembers.Add(new() { GroupId = vault, SubjectId = bob, Authenticator = seal });
            context.Changes.Add(new() { Owner = Owner, SubjectId = bob });
            return await context.SaveChangesAsync(Cancellation);
        });
        await CatchUpAsync();

        Assert.DoesNotContain(await NearestAsync(bobsFace, vault), match => match.SubjectId == bob);
        Assert.Equal(anna, Assert.Single(await Groups.MembersAsync(vault, null, 10, Cancellation)).Id);
        Assert.Contains("1 group members", (await HealthAsync()).Description, StringComparison.Ordinal);
        Assert.Contains(
            await _store.Audit.RecentAsync("system", 10, Cancellation),
            entry => entry.Action == "store.row_altered" && entry.SubjectId == bob);

        // the owner says that he belongs there, and then he does
        Assert.Equal(1, await Groups.AddAsync(vault, [bob], Cancellation));
        await CatchUpAsync();
        Assert.Equal(bob, (await NearestAsync(bobsFace, vault))[0].SubjectId);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Groups_whose_names_are_exchanged_in_the_database_have_no_members()
    {
        var (anna, face) = await EnrolAsync("anna");
        await GroupAsync("cleaners", anna);
        await GroupAsync("vault");

        foreach (var (from, to) in new[] { ("vault", "x"), ("cleaners", "vault"), ("x", "cleaners") })
            await _store.QueryAsync(context => context.Groups.Where(g => g.Name == from)
                .ExecuteUpdateAsync(set => set.SetProperty(g => g.Name, to), Cancellation));
        var vault = (await Groups.FindAsync(Owner, "vault", Cancellation))!.Id;

        Assert.Empty(await NearestAsync(face, vault));
        Assert.Empty(await Groups.MembersAsync(vault, null, 10, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    public async Task A_name_that_is_empty_or_holds_control_characters_is_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Groups.GetOrCreateAsync(Owner, name, Cancellation).AsTask());
        Assert.Null(await Groups.FindAsync(Owner, name, Cancellation));
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IGroupStore Groups => _store.Get<IGroupStore>();

    async Task<Guid> GroupAsync(string name, params Guid[] members)
    {
        var group = await Groups.GetOrCreateAsync(Owner, name, Cancellation);
        if (members.Length > 0) await Groups.AddAsync(group.Id, members, Cancellation);
        return group.Id;
    }

    async Task<(Guid Id, float[] Face)> EnrolAsync(string name, string owner = Owner)
    {
        var face = Random(_random);
        var id = (await _store.Subjects.GetOrCreateAsync(owner, name, Cancellation)).Id;
        await _store.Templates.AddAsync(id, [Template(face)], Cancellation);
        return (id, face);
    }

    ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(float[] probe, Guid? group) =>
        _store.Templates.NearestAsync(Owner, Model, probe, 5, Cancellation, group);

    Task CatchUpAsync() => _store.Get<TemplateChanges>().CatchUpAsync(Cancellation);

    async Task<HealthReportEntry> HealthAsync() =>
        (await _store.Get<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];
}
