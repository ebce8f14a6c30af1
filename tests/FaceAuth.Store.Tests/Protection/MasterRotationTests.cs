using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Protection;

/// <summary>What somebody gets who knows the old master key, or puts rows back, once a rotation has ended.</summary>
public sealed class MasterRotationTests : IDisposable
{
    readonly string _folder = SqliteStore.NewFolder();
    readonly Random _random = new(31);

    string NewKey => Path.Combine(_folder, "new.key");

    [Fact]
    public async Task A_row_put_back_as_it_was_before_the_rotation_is_not_used()
    {
        var (anna, face) = await EnrolAsync("anna");
        await using (var attacker = SqliteStore.Build(_folder))
            await SqlAsync(attacker, "CREATE TABLE Kept AS SELECT * FROM Templates");
        await RotateAsync();

        await using var store = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey));
        using (var set = await store.Templates.LoadAsync(anna, Model, Cancellation)) Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        await SqlAsync(store, "DELETE FROM Templates; INSERT INTO Templates SELECT * FROM Kept");

        Assert.Null(await store.Templates.LoadAsync(anna, Model, Cancellation));
        Assert.Empty(await store.Templates.NearestAsync("rp:1", Model, face, 1, Cancellation));
        Assert.Equal("store.row_altered", (await store.Audit.RecentAsync(null, 1, Cancellation))[0].Action);
    }

    [Fact]
    public async Task The_keys_tables_put_back_as_during_the_rotation_bring_no_old_row_back()
    {
        await EnrolAsync("anna");
        await using (var old = await SqliteStore.OpenAsync(_folder))
        {
            // as it is while the rotation runs
            var fault = await Record.ExceptionAsync(() => old.Get<MasterRotation>().RunAsync(
                new(NewKey, null), (_, _) => throw new TimeoutException(), Cancellation, TimeSpan.Zero));
            Assert.IsType<TimeoutException>(fault);
            await SqlAsync(old, "CREATE TABLE K AS SELECT * FROM KeyVersions; CREATE TABLE I AS SELECT * FROM StoreInfo");
        }

        await RotateAsync();
        await using (var attacker = SqliteStore.Build(_folder))
            await SqlAsync(attacker,
                "DELETE FROM KeyVersions; INSERT INTO KeyVersions SELECT * FROM K; " +
                "DELETE FROM StoreInfo; INSERT INTO StoreInfo SELECT * FROM I");

        // nobody who has the new key alone can open the old root key, so that a start is refused
        var refused = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey)));
        Assert.Contains("is not finished", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE StoreInfo SET OldestKeyVersion = 1")]
    [InlineData("UPDATE StoreInfo SET KeyVersion = 1, OldestKeyVersion = 1")]
    [InlineData("UPDATE StoreInfo SET Generation = 9")]
    [InlineData("UPDATE KeyVersions SET Wrapped = zeroblob(61) WHERE Version = 2")]
    [InlineData("DELETE FROM KeyVersions")]
    public async Task An_altered_state_of_the_keys_keeps_the_store_closed(string sql)
    {
        await EnrolAsync("anna");
        await RotateAsync();
        await using (var attacker = SqliteStore.Build(_folder)) await SqlAsync(attacker, sql);

        var refused = await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey)));

        Assert.Contains("altered from outside", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_is_not_put_back_to_an_earlier_state()
    {
        await EnrolAsync("anna");
        await using var store = await SqliteStore.OpenAsync(_folder);
        await SqlAsync(store, "CREATE TABLE I AS SELECT * FROM StoreInfo");
        await store.Get<IKeyRotation>().RotateTransformAsync(_ => { }, Cancellation);
        await SqlAsync(store, "DELETE FROM StoreInfo; INSERT INTO StoreInfo SELECT * FROM I");

        var refused = await Assert.ThrowsAsync<StoreException>(
            async () => await store.Subjects.GetOrCreateAsync("rp:1", "bob", Cancellation));

        Assert.Contains("put back to an earlier one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_rotation_is_as_good_as_the_first()
    {
        var (anna, face) = await EnrolAsync("anna");
        await RotateAsync();
        var third = Path.Combine(_folder, "third.key");
        await using (var store = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey)))
            Assert.True(await store.Get<MasterRotation>().RunAsync(new(third, null), (_, _) => { }, Cancellation, TimeSpan.Zero));

        await using var next = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", third));

        using var set = await next.Templates.LoadAsync(anna, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey)));
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(_folder));
    }

    [Fact]
    public async Task Groups_the_audits_chains_and_its_sealed_addresses_come_along()
    {
        var (anna, face) = await EnrolAsync("anna");
        Guid group;
        await using (var store = await SqliteStore.OpenAsync(_folder))
        {
            group = (await store.Get<IGroupStore>().GetOrCreateAsync("rp:1", "staff", Cancellation)).Id;
            await store.Get<IGroupStore>().AddAsync(group, [anna], Cancellation);
            await store.Audit.AppendAsync(
                new(store.Clock.GetUtcNow(), "before", "system") { Origin = new("192.0.2.7") }, Cancellation);
            await store.Get<AuditCheckpoints>().SignAllAsync(Cancellation);
        }

        await RotateAsync();

        await using var next = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey));
        var found = await next.Templates.NearestAsync("rp:1", Model, face, 1, Cancellation, group);
        Assert.Equal(anna, Assert.Single(found).SubjectId);
        Assert.All(await next.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
        var entries = await next.Audit.RecentAsync(null, 100, Cancellation, withOrigins: true);
        Assert.Equal("192.0.2.7", Assert.Single(entries, entry => entry.Action == "before").Origin!.Address);
        Assert.DoesNotContain(entries, entry => entry.Action == "store.row_altered");
    }

    [Fact]
    public async Task A_mistyped_folder_of_the_new_key_is_not_made()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        var file = Path.Combine(_folder, "no", "such", "new.key");

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => store.Get<IKeyRotation>().RotateMasterAsync(new(file, null), (_, _) => { }, Cancellation));

        Assert.Contains("correct --to-file", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "no")));
    }

    [Fact]
    public async Task A_refused_rotation_leaves_no_new_key()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        await SqlAsync(store, "UPDATE StoreInfo SET Authenticated = 0");
        var before = Directory.GetFiles(_folder);

        await Assert.ThrowsAsync<StoreException>(
            () => store.Get<IKeyRotation>().RotateMasterAsync(new(NewKey, null), (_, _) => { }, Cancellation));

        Assert.Equal(before, Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_refused_rotation_leaves_a_new_key_alone_that_was_there()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        await SqlAsync(store, "UPDATE StoreInfo SET Authenticated = 0");
        await File.WriteAllBytesAsync(NewKey, new byte[32], Cancellation);

        await Assert.ThrowsAsync<StoreException>(
            () => store.Get<IKeyRotation>().RotateMasterAsync(new(NewKey, null), (_, _) => { }, Cancellation));

        Assert.True(File.Exists(NewKey));
    }

    [Fact]
    public async Task A_run_of_a_job_that_waits_comes_along()
    {
        await using (var store = await SqliteStore.OpenAsync(_folder))
            await store.Get<IJobRunStore>().RequestAsync("import", "{}", "operator", Cancellation);

        await RotateAsync();

        await using var next = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey));
        var run = Assert.Single(await next.Get<IJobRunStore>().WaitingAsync(Cancellation));
        var start = new JobStart("import", "import", "n1", TimeSpan.FromSeconds(15)) { Asked = run.Id };
        Assert.NotNull((await next.Get<IJobRunStore>().BeginAsync(start, Cancellation)).Run);
    }

    [Fact]
    public async Task Counts_of_failed_attempts_come_along()
    {
        AttemptBound bound;
        await using (var store = await SqliteStore.OpenAsync(_folder))
        {
            var subject = await store.Subjects.GetOrCreateAsync("rp:1", "ada", Cancellation);
            bound = new(AttemptScope.Subject, subject.Id.ToString(), 1, TimeSpan.FromSeconds(30), 3);
            await store.Get<IFaceAttempts>().TryBeginAsync(SessionPurpose.Verify, 2, [bound], Cancellation);
        }

        await RotateAsync();

        await using var next = await SqliteStore.OpenAsync(_folder, ("MasterKeyFile", NewKey));
        var refused = await next.Get<IFaceAttempts>().TryBeginAsync(SessionPurpose.Verify, 2, [bound], Cancellation);
        Assert.Equal((1, TimeSpan.FromSeconds(30)), (refused.Failures, refused.RetryAfter));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task<(Guid Subject, float[] Face)> EnrolAsync(string name)
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        var face = Random(_random);
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", name, Cancellation)).Id;
        await store.Templates.AddAsync(subject, [Template(face)], Cancellation);
        return (subject, face);
    }

    async Task RotateAsync()
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        await store.Get<MasterRotation>().RunAsync(new(NewKey, null), (_, _) => { }, Cancellation, TimeSpan.Zero);
    }

#pragma warning disable EF1002 // the tests' own
    static Task<int> SqlAsync(SqliteStore store, string sql) =>
        store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
