using System.Diagnostics.Metrics;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>Who hears of a row that was altered, how often, and until when.</summary>
public sealed class AlterationReportTests : IAsyncLifetime
{
    readonly string _folder = SqliteStore.NewFolder();
    readonly float[] _face = Random(new Random(3));
    SqliteStore _store = null!;
    Guid _anna;

    [Fact]
    public async Task It_is_audited_once_however_often_and_by_whomever_it_is_read()
    {
        await AlterAsync();

        for (var i = 0; i < 3; i++) await ReadAsync(_store);
        await using (var later = await SqliteStore.OpenAsync(_folder)) await ReadAsync(later);

        var told = Assert.Single(await _store.Audit.RecentAsync(null, 10, Cancellation));
        Assert.Equal(("store.row_altered", "system", _anna), (told.Action, told.Actor, told.SubjectId!.Value));
        Assert.Contains("\"row\":\"template\"", told.Details, StringComparison.Ordinal);
        Assert.Single(_store.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains(_store.Log.Lines, line => line.Contains("enrol again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_counted_by_kind()
    {
        var counted = new List<(long Count, string? Kind)>();
        using var listener = new MeterListener();
        var meters = _store.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "faceauth.store.rows.altered" && instrument.Meter.Scope == meters)
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => counted.Add((count, tags[0].Value as string)));
        listener.Start();
        await AlterAsync();

        for (var i = 0; i < 2; i++) await ReadAsync(_store);

        Assert.Equal([(1L, "template")], counted);
    }

    [Fact]
    public async Task Health_is_degraded_until_the_subject_is_enrolled_again()
    {
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
        await AlterAsync();
        await ReadAsync(_store);

        var report = await HealthAsync();
        await _store.Templates.AddAsync(_anna, [Template(_face)], Cancellation);

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("1 templates of 1 subjects", report.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Health_is_degraded_until_the_subject_is_erased()
    {
        await AlterAsync();
        await ReadAsync(_store);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);

        await _store.Subjects.EraseAsync(_anna, Cancellation);

        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Health_tells_of_an_altered_session_for_thirty_days()
    {
        var (id, now) = (Guid.NewGuid(), _store.Clock.GetUtcNow());
        var session = new SessionRecord(
            id, "rp:1", SessionPurpose.Verify, null, "nonce-nonce", "blink", SessionState.Created, now, now.AddMinutes(1));
        await _store.Sessions.CreateAsync(session, Cancellation);
        await _store.QueryAsync(c => c.Database.ExecuteSqlRawAsync("UPDATE Sessions SET Owner = 'rp:2'", Cancellation));
        Assert.Null(await _store.Sessions.FindAsync(id, Cancellation));

        var soon = await HealthAsync();
        _store.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(HealthStatus.Degraded, soon.Status);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Whoever_writes_it_down_beforehand_keeps_nobody_from_being_told()
    {
        await _store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
            "INSERT INTO AlteredRows (Kind, RowId, Number, FoundAt) SELECT 0, Id, 0, 0 FROM Templates", Cancellation));
        await AlterAsync();

        await ReadAsync(_store);

        Assert.Equal("store.row_altered", Assert.Single(await _store.Audit.RecentAsync(null, 10, Cancellation)).Action);
    }

    [Theory]
    [InlineData("INSERT INTO AlteredRows (Kind, RowId, Number, FoundAt) SELECT 0, Id, 0, 0 FROM Templates")]
    [InlineData("UPDATE Templates SET Protected = (SELECT Protected FROM Kept)")]
    public async Task A_subject_whose_template_holds_is_enrolled_whatever_is_written_of_it(string sql)
    {
        await _store.QueryAsync(c => c.Database.ExecuteSqlRawAsync("CREATE TABLE Kept AS SELECT * FROM Templates", Cancellation));
        if (sql.StartsWith("UPDATE", StringComparison.Ordinal))
        {
            await AlterAsync();
            await ReadAsync(_store);
            Assert.Equal(0, (await _store.Subjects.FindAsync(_anna, Cancellation))!.TemplateCount);
        }

#pragma warning disable EF1002 // the test's own
        await _store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

        Assert.Equal(1, (await _store.Subjects.FindAsync("rp:1", "anna", Cancellation))!.TemplateCount);
        Assert.Equal(1, Assert.Single(await _store.Subjects.ListAsync("rp:1", null, 10, Cancellation)).TemplateCount);
        using var set = await _store.Templates.LoadAsync(_anna, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(_face), 1e-5f);
    }

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(_folder);
        _anna = (await _store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        await _store.Templates.AddAsync(_anna, [Template(_face)], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    Task<int> AlterAsync() => _store.QueryAsync(
        c => c.Database.ExecuteSqlRawAsync("UPDATE Templates SET Protected = zeroblob(512)", Cancellation));

    async Task ReadAsync(SqliteStore store)
    {
        Assert.Null(await store.Templates.LoadAsync(_anna, Model, Cancellation));
        Assert.Empty(await store.Templates.NearestAsync("rp:1", Model, _face, 1, Cancellation));
    }

    async Task<HealthReportEntry> HealthAsync() =>
        (await _store.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
