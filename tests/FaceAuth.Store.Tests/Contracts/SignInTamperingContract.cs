using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Sign-ins, what accounts remember of faces, and whose a subject is, altered in the database, on every engine.</summary>
public abstract class SignInTamperingContract : IAsyncLifetime
{
    static readonly SignInTerms Terms = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30), TimeSpan.FromSeconds(10));

    readonly Random _random = new(5);
    StoreUnderTest? _store;

    [Theory]
    [InlineData("PasskeyAt", "\"CreatedAt\"")]
    [InlineData("Generation", "2")]
    [InlineData("ExpiresAt", "\"ExpiresAt\" + 1")]
    [InlineData("CreatedAt", "\"CreatedAt\" + 1")]
    [InlineData("UsedAt", "\"UsedAt\" + 1")]
    [InlineData("SealedClient", "NULL")]
    [InlineData("UserId", "(SELECT \"Id\" FROM \"Users\" WHERE \"Id\" <> \"SignIns\".\"UserId\")")]
    public async Task A_sign_in_with_another_value_is_none(string column, string value)
    {
        var (anna, boss) = (await UserAsync("anna"), await UserAsync("boss"));
        var signIn = await Store.SignInAsync(anna, "Browser/1", Terms);

        await SqlAsync($"""UPDATE "SignIns" SET "{column}" = {value}""");

        foreach (var user in (Guid[])[anna, boss])
        {
            Assert.Null(await SignIns.FindAsync(user, signIn.Id, Cancellation));
            Assert.Empty(await SignIns.ListAsync(user, Cancellation));
        }

        Assert.Equal((SignInUse.Unknown, null), await SignIns.RotateAsync(signIn.Id, 1, Terms, Cancellation));
        Assert.Equal((SignInUse.Unknown, null), await SignIns.RotateAsync(signIn.Id, 2, Terms, Cancellation));
        await AssertToldAsync("signin", signIn.Id, "1 sign-ins");
    }

    [Theory]
    [InlineData("\"FaceSubject\" = NULL")]
    [InlineData("\"FaceSubject\" = (SELECT \"Id\" FROM \"Users\")")]
    [InlineData("\"MayEnrolUntil\" = 3000000000000000000")]
    [InlineData("\"FaceAuthenticator\" = NULL")]
    [InlineData("\"FaceSubject\" = NULL, \"FaceAuthenticator\" = \"Authenticator\"")]
    public async Task An_account_with_another_record_of_its_face_had_one_that_nobody_knows(string change)
    {
        var anna = await UserAsync("anna");
        await EnrolAsync(anna);

        await SqlAsync($"""UPDATE "Users" SET {change}""");

        Assert.Equal(new FaceMark(Guid.Empty, null), await Marks.FindAsync(anna, Cancellation));
        await AssertToldAsync("accountface", anna, "1 accounts' records of their faces");
        var until = Store.Clock.GetUtcNow().AddHours(1);
        await Marks.LetEnrolAsync(anna, until, Cancellation);
        Assert.Equal(new FaceMark(Guid.Empty, until), await Marks.FindAsync(anna, Cancellation));
    }

    [Fact]
    public async Task A_face_is_remembered_from_its_enrolment_on_and_a_leave_until_then_or_an_erasure()
    {
        var anna = await UserAsync("anna");
        Assert.Equal(new FaceMark(null, null), await Marks.FindAsync(anna, Cancellation));
        var until = Store.Clock.GetUtcNow().AddHours(1);

        await Marks.LetEnrolAsync(anna, until, Cancellation);
        var face = await EnrolAsync(anna);
        Assert.Equal(new FaceMark(face, null), await Marks.FindAsync(anna, Cancellation));
        await Marks.LetEnrolAsync(anna, until, Cancellation);
        Assert.Equal(new FaceMark(face, until), await Marks.FindAsync(anna, Cancellation));
        await Store.Subjects.EraseAsync(face, Cancellation);

        Assert.Equal(new FaceMark(face, null), await Marks.FindAsync(anna, Cancellation));
        Assert.Equal(new FaceMark(Guid.Empty, null), await Marks.FindAsync(Guid.NewGuid(), Cancellation));
    }

    [Fact]
    public async Task An_erasure_tells_of_a_record_that_was_altered_and_mends_it()
    {
        var anna = await UserAsync("anna");
        var face = await EnrolAsync(anna);
        await SqlAsync("""UPDATE "Users" SET "FaceSubject" = NULL""");

        await Store.Subjects.EraseAsync(face, Cancellation);

        Assert.Equal(new FaceMark(face, null), await Marks.FindAsync(anna, Cancellation));
        await AssertToldAsync("accountface", anna, "1 accounts' records of their faces");
    }

    [Fact]
    public async Task What_an_earlier_version_wrote_is_believed_once_and_never_again()
    {
        var (anna, bob) = (await UserAsync("anna"), await UserAsync("bob"));
        var signIn = await Store.SignInAsync(anna, "Browser/1", Terms, byPasskey: true);
        var (erased, kept) = (await EnrolAsync(anna), await EnrolAsync(bob));
        await Store.Subjects.EraseAsync(erased, Cancellation);
        await ClearDatabase.ForgetSignInsAsync(Store.Services);
        await ForgetAsync();
        // of a face that is there they remembered nothing
        await Store.QueryAsync(c => c.Users.Where(u => u.Id == bob).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.FaceSubject, (Guid?)null), Cancellation));

        await ReopenAsync();
        Assert.NotNull((await SignIns.FindAsync(anna, signIn.Id, Cancellation))!.PasskeyAt);
        Assert.Equal(erased, (await Marks.FindAsync(anna, Cancellation)).SubjectId);
        Assert.Equal(kept, (await Marks.FindAsync(bob, Cancellation)).SubjectId);
        Assert.Contains(Store.Log.Lines, line => line.Contains("Gave 1 sign-ins and what 2 accounts", StringComparison.Ordinal));

        await ForgetAsync();
        await ReopenAsync();
        Assert.Null(await SignIns.FindAsync(anna, signIn.Id, Cancellation));
        Assert.Equal(Guid.Empty, (await Marks.FindAsync(anna, Cancellation)).SubjectId);
    }

    [Fact]
    public async Task They_come_along_to_a_new_master_key()
    {
        var anna = await UserAsync("anna");
        var signIn = await Store.SignInAsync(anna, "Browser/1", Terms, byPasskey: true);
        var face = await EnrolAsync(anna);
        var before = await Store.QueryAsync(context => context.SignIns.Select(s => s.Authenticator).SingleAsync(Cancellation));

        var target = new MasterKeyTarget(Path.Combine(Store.Folder, "new.key"), null);
        await Store.Get<MasterRotation>().RunAsync(target, (_, _) => { }, Cancellation, TimeSpan.Zero);

        Assert.NotEqual(before, await Store.QueryAsync(context => context.SignIns.Select(s => s.Authenticator).SingleAsync(Cancellation)));
        Assert.NotNull((await SignIns.FindAsync(anna, signIn.Id, Cancellation))!.PasskeyAt);
        Assert.Equal(SignInUse.Rotated, (await SignIns.RotateAsync(signIn.Id, 1, Terms, Cancellation)).Use);
        Assert.Equal(face, (await Marks.FindAsync(anna, Cancellation)).SubjectId);
    }

    [Theory]
    [InlineData("\"NameHash\"")]
    [InlineData("\"Owner\"")]
    [InlineData("\"NameHash\" AND \"Owner\"")]
    public async Task A_face_enrolled_meanwhile_is_not_put_under_another_subjects_name(string what)
    {
        var owner = what == "\"NameHash\"" ? "rp:1" : "rp:2";
        var alice = (await Store.Subjects.GetOrCreateAsync(owner, "alice", Cancellation)).Id;
        var mallory = (await Store.Subjects.GetOrCreateAsync("rp:1", "mallory", Cancellation)).Id;
        var hash = await Store.QueryAsync(c => c.Subjects.Where(s => s.Id == alice).Select(s => s.NameHash).SingleAsync(Cancellation));
        await Store.QueryAsync(c => c.Subjects.Where(s => s.Id == alice).ExecuteDeleteAsync(Cancellation));
        await Store.QueryAsync(c => c.Subjects.Where(s => s.Id == mallory).ExecuteUpdateAsync(set =>
        {
            if (what.Contains("NameHash", StringComparison.Ordinal)) set.SetProperty(s => s.NameHash, hash);
            if (what.Contains("Owner", StringComparison.Ordinal)) set.SetProperty(s => s.Owner, owner);
        }, Cancellation));

        await Assert.ThrowsAsync<StoreException>(
            async () => await Store.Templates.AddAsync(mallory, [Template(Random(_random))], Cancellation));

        Assert.Empty(await Store.Subjects.ListAsync(owner, null, 10, Cancellation));
        await AssertToldAsync("subject", mallory, "1 names of subjects");
    }

    [Theory]
    [InlineData("\"SubjectId\" = NULL")]
    [InlineData("\"SubjectId\" = (SELECT \"Id\" FROM \"Subjects\" WHERE \"Id\" <> \"FaceAttempts\".\"SubjectId\")")]
    [InlineData("\"UserId\" = (SELECT \"Id\" FROM \"Users\")")]
    public async Task A_count_of_attempts_goes_with_nobody_but_its_holder(string change)
    {
        await UserAsync("mallory");
        await Store.Subjects.GetOrCreateAsync("rp:1", "bob", Cancellation);
        var anna = (await Store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        var bound = new AttemptBound(AttemptScope.Subject, anna.ToString(), 10, TimeSpan.FromSeconds(30), 100);
        var attempts = Store.Get<IFaceAttempts>();
        Assert.NotNull((await attempts.TryBeginAsync(SessionPurpose.Verify, 0, [bound], Cancellation)).Ticket);

        await SqlAsync($"""UPDATE "FaceAttempts" SET {change}""");

        Assert.Null((await attempts.TryBeginAsync(SessionPurpose.Verify, 0, [bound], Cancellation)).Ticket);
        var id = await Store.QueryAsync(context => context.FaceAttempts.Select(a => a.Id).SingleAsync(Cancellation));
        await AssertToldAsync("faceattempt", id, "1 counts of attempts");
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the one database, with the one key.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync();

    StoreUnderTest Store => _store!;

    ISignInStore SignIns => Store.Get<ISignInStore>();

    IFaceMarks Marks => Store.Get<IFaceMarks>();

    async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = null;
        _store = await OpenAsync();
    }

    async Task ForgetAsync()
    {
        var empty = Array.Empty<byte>();
        await Store.QueryAsync(c => c.SignIns.ExecuteUpdateAsync(set => set.SetProperty(s => s.Authenticator, empty), Cancellation));
        await Store.QueryAsync(
            c => c.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.FaceAuthenticator, (byte[]?)null), Cancellation));
    }

    async Task<Guid> EnrolAsync(Guid user)
    {
        var subject = (await Store.Subjects.GetOrCreateAsync($"user:{user}", $"{user}", Cancellation)).Id;
        await Store.Templates.AddAsync(subject, [Template(Random(_random))], Cancellation);
        return subject;
    }

    async Task<Guid> UserAsync(string name)
    {
        await using var scope = Store.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = name, CreatedAt = Store.Clock.GetUtcNow() };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        return user.Id;
    }

    async Task AssertToldAsync(string kind, Guid id, string counted)
    {
        var told = Assert.Single(
            await Store.Audit.RecentAsync("system", 10, Cancellation), entry => entry.Action == "store.row_altered");
        Assert.Equal($$"""{"row":"{{kind}}","id":"{{id}}"}""", told.Details);
        var health = await Store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(counted, health.Entries["store"].Description, StringComparison.Ordinal);
    }

#pragma warning disable EF1002 // the tests' own
    Task<int> SqlAsync(string sql) => Store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
