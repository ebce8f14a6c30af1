using System.Buffers.Text;
using System.Text;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Names, e-mail addresses, network addresses and user agents lie sealed on every engine, and are found by keyed hashes.</summary>
public abstract class SealedNamesContract : IAsyncLifetime
{
    const string Owner = "rp:1";
    const string Agent = "Mozilla/5.0 (of-a-person)";
    const string Address = "2001:db8::4711";
    const int People = 300;

    readonly Random _random = new(41);
    readonly string _newKey = Path.Combine(Path.GetTempPath(), $"faceauth-{Guid.NewGuid():N}.key");
    List<(Guid Id, string Name, float[] Face)> _people = [];
    Guid _session;

    /// <summary>The same store once more, as a restart would open it, with its first master key or one from a file.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync(string? keyFile = null);

    /// <summary>Everything that lies in the database, in whatever pieces.</summary>
    private protected abstract Task<IReadOnlyList<byte[]>> DumpAsync();

    [Fact]
    public async Task Nothing_personal_lies_in_the_database_in_clear()
    {
        await using var store = await OpenAsync();
        await FillAsync(store);
        await WorkAsync(store);

        await HoldsNoneAsync();
    }

    [Fact]
    public async Task What_an_earlier_version_left_in_clear_is_sealed_at_the_first_start()
    {
        await using (var old = await OpenAsync())
        {
            await FillAsync(old);
            await ClearDatabase.MakeAsync(old.Services);
        }

        Assert.All(Personal().Where(text => text != Agent && text != Address), Contained(await DumpAsync()));

        await using var store = await OpenAsync();
        await WorkAsync(store);
        await HoldsNoneAsync();
        var told = $"{People} subjects' names, 3 accounts, 1 verdicts";
        Assert.Contains(store.Log.Lines, line => line.Contains(told, StringComparison.Ordinal));
        Assert.DoesNotContain(await store.Audit.RecentAsync(null, 100, Cancellation), entry => entry.Action == "store.row_altered");
    }

    [Fact]
    public async Task A_first_start_that_was_killed_halfway_is_gone_on_with()
    {
        await using (var old = await OpenAsync())
        {
            await FillAsync(old);
            await ClearDatabase.MakeHalfAsync(old.Services);
            Assert.Equal(People / 2, await old.QueryAsync(c => c.Subjects.CountAsync(s => s.NameHash == null, Cancellation)));
        }

        await using var store = await OpenAsync();

        await WorkAsync(store);
        await HoldsNoneAsync();
    }

    [Fact]
    public async Task A_template_that_was_altered_before_the_upgrade_is_not_made_good_by_it()
    {
        await using (var old = await OpenAsync())
        {
            await FillAsync(old);
            await ClearDatabase.MakeHalfAsync(old.Services);
            // the first is in clear: another name for it
            await old.QueryAsync(c => c.Subjects.Where(s => s.Id == _people[0].Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ClearName, "mallory"), Cancellation));
        }

        await using var store = await OpenAsync();

        Assert.Null(await store.Templates.LoadAsync(_people[0].Id, Model, Cancellation));
        Assert.NotNull(await store.Templates.LoadAsync(_people[2].Id, Model, Cancellation));
    }

    [Fact]
    public async Task Names_are_found_and_stay_unique_while_the_master_key_is_half_rotated_and_after()
    {
        await using (var store = await OpenAsync())
        {
            await FillAsync(store);
            Task RotateAsync(Action<string, int> moved) => store.Get<MasterRotation>().RunAsync(
                new(_newKey, null), moved, Cancellation, TimeSpan.Zero);
            await Assert.ThrowsAsync<TimeoutException>(() => RotateAsync((_, _) => throw new TimeoutException()));
            Assert.True(store.Get<KeyRing>().State.IsMovingKeys);

            await WorkAsync(store);
            await RotateAsync((_, _) => { });
            await WorkAsync(store);
        }

        await using var next = await OpenAsync(_newKey);
        await WorkAsync(next);
        await HoldsNoneAsync();
    }

    [Fact]
    public async Task A_sealed_name_put_into_another_row_is_told_and_not_shown()
    {
        await using var store = await OpenAsync();
        await FillAsync(store);
        await store.QueryAsync(async context =>
        {
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
            var (one, other) = (await SubjectAsync(context, 0), await SubjectAsync(context, 1));
            (one.SealedName, other.SealedName) = (other.SealedName, one.SealedName);
            var users = await context.Users.OrderBy(u => u.Id).ToListAsync(Cancellation);
            (users[0].SealedName, users[1].SealedName) = (users[1].SealedName, users[0].SealedName);
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Null(await store.Subjects.FindAsync(_people[0].Id, Cancellation));
        Assert.Equal(_people[2].Id, (await store.Subjects.ListAsync(Owner, null, 5, Cancellation))[0].Id);
        Assert.Equal([null, null, "carla"], await FoundAsync(store, "ada.b", "boris", "carla"));
        var told = (await store.Audit.RecentAsync("system", 10, Cancellation)).Where(entry => entry.Action == "store.row_altered");
        Assert.Equal(4, told.Count());
        // it can be told from its hash, and erased
        Assert.NotNull(await store.Subjects.EraseAsync((await store.Subjects.FindAsync(Owner, Name(0), Cancellation))!.Id, Cancellation));
    }

    [Fact]
    public async Task A_lost_key_of_names_is_not_replaced_by_another()
    {
        await using (var store = await OpenAsync())
        {
            await FillAsync(store);
            await store.QueryAsync(c => c.Info.ExecuteUpdateAsync(
                set => set.SetProperty(info => info.PersonalKey, (byte[]?)null), Cancellation));
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());

        Assert.Contains("The key of names was altered", fault.Message, StringComparison.Ordinal);
    }

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        File.Delete(_newKey);
        return ValueTask.CompletedTask;
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static string Name(int person) => $"jane-doe-{person:000}";

    static string Verdict => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"sub":"{{Name(7)}}"}"""))}.c2lnbmF0dXJl";

    static IEnumerable<string> Personal() =>
    [
        .. Enumerable.Range(0, People).Select(Name), "ada.b", "ADA.B", "boris", "ada@example.org", "ADA@EXAMPLE.ORG", Agent, Address,
        Verdict,
    ];

    Task<SubjectRow> SubjectAsync(FaceAuthDbContext context, int person) =>
        context.Subjects.SingleAsync(s => s.Id == _people[person].Id, Cancellation);

    /// <summary>A normal day.</summary>
    async Task FillAsync(StoreUnderTest store)
    {
        var now = store.Clock.GetUtcNow();
        _people = [];
        for (var i = 0; i < People; i++)
        {
            store.Clock.Advance(TimeSpan.FromMilliseconds(1));
            _people.Add(((await store.Subjects.GetOrCreateAsync(Owner, Name(i), Cancellation)).Id, Name(i), Random(_random)));
            await store.Templates.AddAsync(_people[i].Id, [Template(_people[i].Face)], Cancellation);
        }

        await using (var scope = store.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
            foreach (var name in (string[])["ada.b", "boris", "carla"])
            {
                var user = new FaceAuthUser { UserName = name, Email = name == "ada.b" ? "ada@example.org" : null };
                Assert.True((await users.CreateAsync(user, "Correct-horse-7")).Succeeded);
            }
        }

        _session = Guid.NewGuid();
        await store.Sessions.CreateAsync(
            new(_session, Owner, SessionPurpose.Verify, _people[7].Id, "nonce-nonce", "blink", default, now, now.AddMinutes(1)),
            Cancellation);
        await store.Sessions.TryEndAsync(
            _session, new(SessionState.Decided, "accepted", [], Verdict, null, now, _people[7].Id), Cancellation);
        var group = await store.Get<IGroupStore>().GetOrCreateAsync(Owner, "staff", Cancellation);
        await store.Get<IGroupStore>().AddAsync(group.Id, [_people[7].Id], Cancellation);
        await store.Audit.AppendAsync(
            new(now, "subject.enrolled", Owner, SubjectId: _people[7].Id) { Origin = new(Address, Agent) }, Cancellation);
    }

    /// <summary>Finds all of it again, and nothing can be there twice.</summary>
    async Task WorkAsync(StoreUnderTest store)
    {
        foreach (var (id, name, face) in _people.Where((_, i) => i % 50 == 7))
        {
            Assert.Equal((id, 1), (await FindAsync(store, name), (await store.Subjects.FindAsync(id, Cancellation))!.TemplateCount));
            Assert.Equal((id, name), (
                (await store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id,
                (await store.Subjects.FindAsync(id, Cancellation))!.ExternalId));
            Assert.Equal(id, (await store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation))[0].SubjectId);
        }

        Assert.Null(await FindAsync(store, "nobody"));
        var listed = await store.Subjects.ListAsync(Owner, null, People + 1, Cancellation);
        Assert.Equal(_people.Select(person => person.Name), listed.Select(subject => subject.ExternalId));
        var group = await store.Get<IGroupStore>().FindAsync(Owner, "staff", Cancellation);
        Assert.Equal(Name(7), Assert.Single(await store.Get<IGroupStore>().MembersAsync(group!.Id, null, 5, Cancellation)).ExternalId);
        Assert.Equal(Verdict, (await store.Sessions.FindAsync(_session, Cancellation))!.Verdict);
        Assert.Equal(["ada.b", "boris", null], await FoundAsync(store, "Ada.B", "BORIS", "nobody"));

        await using var scope = store.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        Assert.False((await users.CreateAsync(new() { UserName = "ADA.b" }, "Correct-horse-7")).Succeeded);
        var ada = (await users.FindByEmailAsync("Ada@example.org"))!;
        Assert.Equal(("ada.b", "ada@example.org"), (await users.GetUserNameAsync(ada), await users.GetEmailAsync(ada)));
        var signIns = store.Get<ISignInStore>();
        await store.SignInAsync(ada.Id, Agent, new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.Zero));
        Assert.Equal(Agent, (await signIns.ListAsync(ada.Id, Cancellation))[0].Client);
        Assert.True((await users.AccessFailedAsync(ada)).Succeeded);
        Assert.True((await users.ResetAccessFailedCountAsync(ada)).Succeeded);
        Assert.True(await users.CheckPasswordAsync(ada, "Correct-horse-7"));
    }

    static async Task<Guid?> FindAsync(StoreUnderTest store, string name) =>
        (await store.Subjects.FindAsync(Owner, name, Cancellation))?.Id;

    static async Task<List<string?>> FoundAsync(StoreUnderTest store, params string[] names)
    {
        await using var scope = store.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        var found = new List<string?>();
        foreach (var name in names) found.Add((await users.FindByNameAsync(name))?.UserName);
        return found;
    }

    async Task HoldsNoneAsync()
    {
        var dump = await DumpAsync();
        Assert.NotEmpty(dump);
        Assert.All(Personal(), text => Assert.False(
            Forms(text).Any(form => dump.Any(part => part.AsSpan().IndexOf(form) >= 0)), $"{text} lies in the database in clear"));
    }

    static Action<string> Contained(IReadOnlyList<byte[]> dump) =>
        text => Assert.True(dump.Any(part => part.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0), $"{text} is not there");

    // as text, and as the bytes of an address
    static IEnumerable<byte[]> Forms(string text) =>
        System.Net.IPAddress.TryParse(text, out var address) ? [Encoding.UTF8.GetBytes(text), address.GetAddressBytes()]
            : [Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))];
}
