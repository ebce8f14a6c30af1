using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>What is written out proves itself without the database.</summary>
public sealed class AuditExportTests : AuditExportFixture
{
    [Fact]
    public async Task A_third_party_verifies_it_with_theFile_and_the_public_keys_alone()
    {
        await AppendAsync(7);
        await SignAsync();
        await AppendAsync(5);

        Assert.Equal(13, await ExportAsync(new()));   // with the entry that says so

        Assert.Equal(13, ThirdParty.Verify(Export, Signer.Jwks));
        var report = Assert.Single(await VerifyAsync(Signer.Jwks));
        Assert.Equal((1, 13, 13, 2, null), (report.First, report.Last, report.SignedThrough, report.Checkpoints, report.Fault));
        Assert.Equal([Signer.KeyId], report.KeyIds);
        Assert.Null(Assert.Single(await VerifyAsync(null)).Fault);
        Assert.Equal("audit.exported", (await Store.Audit.RecentAsync(null, 1, Cancellation))[0].Action);
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

        var text = await File.ReadAllTextAsync(Export, Cancellation);
        var at = text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at > 0);
        await File.WriteAllTextAsync(Export, string.Concat(text.AsSpan(0, at), becomes, text.AsSpan(at + was.Length)), Cancellation);

        Assert.Equal(kind, Assert.Single(await VerifyAsync(Signer.Jwks)).Fault!.Kind);
        Assert.Throws<InvalidDataException>(() => ThirdParty.Verify(Export, Signer.Jwks));
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

        var lines = (await File.ReadAllLinesAsync(Export, Cancellation)).ToList();
        lines.RemoveAt(index < 0 ? lines.Count + index : index);
        await File.WriteAllLinesAsync(Export, lines, Cancellation);

        Assert.Equal(kind, (await VerifyAsync(Signer.Jwks)).First(report => report.Fault is not null).Fault!.Kind);
    }

    [Fact]
    public async Task Two_lines_that_changed_places_are_told()
    {
        await AppendAsync(4);
        await ExportAsync(new());

        var lines = await File.ReadAllLinesAsync(Export, Cancellation);
        (lines[3], lines[4]) = (lines[4], lines[3]);
        await File.WriteAllLinesAsync(Export, lines, Cancellation);

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
        Store.Clock.Advance(TimeSpan.FromHours(1));
        var from = Store.Clock.GetUtcNow();
        await AppendAsync(2);
        await SignAsync();
        await AppendAsync(2);
        Store.Clock.Advance(TimeSpan.FromHours(1));
        var to = Store.Clock.GetUtcNow();
        await AppendAsync(1);

        Assert.Equal(4, await ExportAsync(new(from, to, "one")));

        var report = Assert.Single(await VerifyAsync(Signer.Jwks));
        Assert.Equal((4, 7, 5, null), (report.First, report.Last, report.SignedThrough, report.Fault));
    }

    [Fact]
    public async Task What_was_trimmed_is_replaced_by_its_signed_anchor()
    {
        await AppendAsync(6);
        Store.Clock.Advance(TimeSpan.FromDays(1));
        var trim = ActivatorUtilities.CreateInstance<AuditTrim>(Store.Services, Checkpoints());
        await trim.RunAsync(Store.Clock.GetUtcNow(), Cancellation);
        await ExportAsync(new());

        var report = Assert.Single(await VerifyAsync(Signer.Jwks));
        Assert.Equal((7, 8, 8, null), (report.First, report.Last, report.SignedThrough, report.Fault));
        Assert.Equal(2, ThirdParty.Verify(Export, Signer.Jwks));
    }

    [Fact]
    public async Task Addresses_are_in_it_only_where_they_were_asked_for()
    {
        await AppendAsync(2);

        await ExportAsync(new());
        Assert.DoesNotContain("203.0.113.7", await File.ReadAllTextAsync(Export, Cancellation), StringComparison.Ordinal);
        await ExportAsync(new(WithAddresses: true));
        Assert.Contains("\"address\":\"203.0.113.7\"", await File.ReadAllTextAsync(Export, Cancellation), StringComparison.Ordinal);

        Assert.Null(Assert.Single(await VerifyAsync(Signer.Jwks)).Fault);
        Assert.Equal("""{"addresses":true}""", (await Store.Audit.RecentAsync("system", 1, Cancellation))[0].Details);
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
        await File.WriteAllTextAsync(Export, text, Cancellation);

        await Assert.ThrowsAsync<StoreException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task A_line_without_an_end_is_not_read_into_memory()
    {
        await File.WriteAllTextAsync(Export, new string(' ', 3 * 1024 * 1024), Cancellation);

        await Assert.ThrowsAsync<StoreException>(() => VerifyAsync(null));
    }

    [Fact]
    public async Task Signatures_are_checked_in_the_database_too()
    {
        await AppendAsync(3);
        await SignAsync();
        Assert.Null(Assert.Single(await Store.Get<IAuditChain>().VerifyAsync(Cancellation)).Fault);

        await Store.QueryAsync(context => context.AuditCheckpoints.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Signature, new byte[64]), Cancellation));

        var report = Assert.Single(await Store.Get<IAuditChain>().VerifyAsync(Cancellation));
        Assert.Equal((AuditFaultKind.BadSignature, 3), (report.Fault!.Kind, report.Fault.Sequence));
    }
}
