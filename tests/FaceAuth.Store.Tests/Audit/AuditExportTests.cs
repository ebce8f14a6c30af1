using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>What is written out proves itself without the database.</summary>
public sealed class AuditExportTests : IAsyncLifetime
{
    readonly string _file = Path.GetTempFileName();
    readonly TestSigner _signer = new();
    SqliteStore _store = null!;

    [Fact]
    public async Task A_third_party_verifies_it_with_the_file_and_the_public_keys_alone()
    {
        await AppendAsync(7);
        await SignAsync();
        await AppendAsync(5);

        Assert.Equal(13, await ExportAsync(new()));   // with the entry that says so

        Assert.Equal(13, ThirdParty.Verify(_file, _signer.Jwks));
        var report = Assert.Single(await VerifyAsync(_signer.Jwks));
        Assert.Equal((1, 13, 13, 2, null), (report.First, report.Last, report.SignedThrough, report.Checkpoints, report.Fault));
        Assert.Equal([_signer.KeyId], report.KeyIds);
        Assert.Null(Assert.Single(await VerifyAsync(null)).Fault);
        Assert.Equal("audit.exported", (await _store.Audit.RecentAsync(null, 1, Cancellation))[0].Action);
    }

    [Theory]
    [InlineData("\"action\":\"a3\"", "\"action\":\"a4\"", AuditFaultKind.Altered)]
    [InlineData("\"reasons\":[\"spoof\"]", "\"reasons\":[]", AuditFaultKind.Altered)]
    [InlineData("\"subject\":null", "\"subject\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"", AuditFaultKind.Altered)]
    [InlineData("\"type\":\"checkpoint\",\"node\":\"one\",\"number\":1", "\"type\":\"checkpoint\",\"node\":\"one\",\"number\":7",
        AuditFaultKind.BadSignature)]
    public async Task A_changed_line_is_found_and_named(string was, string becomes, AuditFaultKind kind)
    {
        await AppendAsync(4);
        await SignAsync();
        await ExportAsync(new());

        var text = await File.ReadAllTextAsync(_file, Cancellation);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at > 0);
        await File.WriteAllTextAsync(_file, string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length)), Cancellation);

        Assert.Equal(kind, Assert.Single(await VerifyAsync(_signer.Jwks)).Fault!.Kind);
        Assert.Throws<InvalidDataException>(() => ThirdParty.Verify(_file, _signer.Jwks));
    }

    [Theory]
    [InlineData(4, AuditFaultKind.Missing)]
    [InlineData(-1, AuditFaultKind.Truncated)]      // the end
    [InlineData(-3, AuditFaultKind.Truncated)]      // the last entry
    public async Task A_line_taken_out_is_found_and_named(int index, AuditFaultKind kind)
    {
        await AppendAsync(4);
        await SignAsync();
        await ExportAsync(new());

        var lines = (await File.ReadAllLinesAsync(_file, Cancellation)).ToList();
        lines.RemoveAt(index < 0 ? lines.Count + index : index);
        await File.WriteAllLinesAsync(_file, lines, Cancellation);

        Assert.Equal(kind, (await VerifyAsync(_signer.Jwks)).First(report => report.Fault is not null).Fault!.Kind);
    }

    [Fact]
    public async Task Two_lines_that_changed_places_are_told()
    {
        await AppendAsync(4);
        await ExportAsync(new());

        var lines = await File.ReadAllLinesAsync(_file, Cancellation);
        (lines[3], lines[4]) = (lines[4], lines[3]);
        await File.WriteAllLinesAsync(_file, lines, Cancellation);

        Assert.NotNull(Assert.Single(await VerifyAsync(null)).Fault);
    }

    [Fact]
    public async Task A_history_signed_by_another_key_is_not_trusted()
    {
        using var other = new TestSigner();
        await AppendAsync(3);
        await ExportAsync(new());

        Assert.Equal(AuditFaultKind.BadSignature, Assert.Single(await VerifyAsync(other.Jwks)).Fault!.Kind);
    }

    [Fact]
    public async Task A_range_of_time_verifies_as_far_as_it_is_signed()
    {
        await AppendAsync(3);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        var from = _store.Clock.GetUtcNow();
        await AppendAsync(2);
        await SignAsync();
        await AppendAsync(2);
        _store.Clock.Advance(TimeSpan.FromHours(1));
        var to = _store.Clock.GetUtcNow();
        await AppendAsync(1);

        Assert.Equal(4, await ExportAsync(new(from, to, "one")));

        var report = Assert.Single(await VerifyAsync(_signer.Jwks));
        Assert.Equal((4, 7, 5, null), (report.First, report.Last, report.SignedThrough, report.Fault));
    }

    [Fact]
    public async Task What_was_trimmed_is_replaced_by_its_signed_anchor()
    {
        await AppendAsync(6);
        _store.Clock.Advance(TimeSpan.FromDays(1));
        var trim = ActivatorUtilities.CreateInstance<AuditTrim>(_store.Services, Checkpoints());
        await trim.RunAsync(_store.Clock.GetUtcNow(), Cancellation);
        await ExportAsync(new());

        var report = Assert.Single(await VerifyAsync(_signer.Jwks));
        Assert.Equal((7, 8, 8, null), (report.First, report.Last, report.SignedThrough, report.Fault));
        Assert.Equal(2, ThirdParty.Verify(_file, _signer.Jwks));
    }

    [Fact]
    public async Task Addresses_are_in_it_only_where_they_were_asked_for()
    {
        await AppendAsync(2);

        await ExportAsync(new());
        Assert.DoesNotContain("203.0.113.7", await File.ReadAllTextAsync(_file, Cancellation), StringComparison.Ordinal);
        await ExportAsync(new(WithAddresses: true));
        Assert.Contains("\"address\":\"203.0.113.7\"", await File.ReadAllTextAsync(_file, Cancellation), StringComparison.Ordinal);

        Assert.Null(Assert.Single(await VerifyAsync(_signer.Jwks)).Fault);
        Assert.Equal("""{"addresses":true}""", (await _store.Audit.RecentAsync("system", 1, Cancellation))[0].Details);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense\n")]
    [InlineData("{}\n")]
    [InlineData("{\"type\":\"end\",\"entries\":0}\n")]
    [InlineData("{\"type\":\"header\",\"format\":\"faceauth-audit-9\"}\n")]
    [InlineData("{\"type\":\"header\",\"format\":\"faceauth-audit-1\",\"keys\":[]}\n{\"type\":\"entry\",\"node\":7}\n")]
    public async Task What_is_no_export_is_refused_in_a_sentence(string text)
    {
        await File.WriteAllTextAsync(_file, text, Cancellation);

        await Assert.ThrowsAsync<StoreException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task A_line_without_an_end_is_not_read_into_memory()
    {
        await File.WriteAllTextAsync(_file, new string(' ', 3 * 1024 * 1024), Cancellation);

        await Assert.ThrowsAsync<StoreException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task Signatures_are_checked_in_the_database_too()
    {
        await AppendAsync(3);
        await SignAsync();
        Assert.Null(Assert.Single(await _store.Get<IAuditChain>().VerifyAsync(Cancellation)).Fault);

        await _store.QueryAsync(context => context.AuditCheckpoints.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Signature, new byte[64]), Cancellation));

        var report = Assert.Single(await _store.Get<IAuditChain>().VerifyAsync(Cancellation));
        Assert.Equal((AuditFaultKind.BadSignature, 3), (report.Fault!.Kind, report.Fault.Sequence));
    }

    public async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync(null, ("Node", "one"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _signer.Dispose();
        File.Delete(_file);
    }

    async Task AppendAsync(int count)
    {
        for (var i = 1; i <= count; i++)
            await _store.Audit.AppendAsync(new(_store.Clock.GetUtcNow(), $"a{i}", "rp:1", Guid.NewGuid(), Details: """{"ä":"\"☺"}""")
            {
                Decision = i % 2 == 0 ? null : new("rejected", ["spoof"], ["embedder 1", "ü"], "standard@1"),
                Origin = new("203.0.113.7"),
            }, Cancellation);
    }

    Task SignAsync() => Checkpoints().SignAllAsync(Cancellation);

    async Task<long> ExportAsync(AuditExport what)
    {
        var exporter = ActivatorUtilities.CreateInstance<AuditExporter>(_store.Services, Checkpoints());
        await using var file = File.Create(_file);
        return await exporter.ExportAsync(what, file, Cancellation);
    }

    AuditCheckpoints Checkpoints() => ActivatorUtilities.CreateInstance<AuditCheckpoints>(_store.Services, _signer);

    async Task<IReadOnlyList<AuditChainReport>> VerifyAsync(string? jwks)
    {
        await using var file = File.OpenRead(_file);
        return await AuditFile.VerifyAsync(file, jwks, Cancellation);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
