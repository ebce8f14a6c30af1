using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>That an export which somebody without the key has made anew is never taken for the server's.</summary>
public sealed class AuditForgeryTests : AuditExportFixture
{
    [Fact]
    public async Task A_whole_export_says_which_key_signed_all_of_it()
    {
        await ExportFiveAsync();

        var report = await ReportAsync(Signer.Jwks);

        Assert.Equal((Signer.KeyId, true, 5L), (report.SignedBy, report.IsTrusted, report.Entries));
        var untrusted = await ReportAsync(null);
        Assert.Equal((Signer.KeyId, false), (untrusted.SignedBy, untrusted.IsTrusted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_written_anew_without_their_checkpoints_are_not_signed(bool keepsSignature)
    {
        await ExportFiveAsync();

        await ForgeAsync(lines =>
        {
            lines.RemoveAll(line => TypeOf(line) == "checkpoint");
            lines.Find(line => TypeOf(line) == "entry")!["action"] = "session.accepted";
            Rehash(lines);
        }, keepsSignature);

        var report = await ReportAsync(Signer.Jwks);
        Assert.Null(report.SignedBy);
        Assert.Equal(keepsSignature, report.Chains.Any(chain => chain.Fault?.Kind == AuditFaultKind.BadSignature));
    }

    [Fact]
    public async Task A_tail_taken_out_is_told_by_the_count_of_the_last_line()
    {
        await ExportFiveAsync();

        await ForgeAsync(lines =>
        {
            lines.RemoveAll(line => TypeOf(line) == "checkpoint" || (TypeOf(line) == "entry" && (long)line["sequence"]! > 2));
            lines.Find(line => TypeOf(line) == "chain")!["last"] = 2;
        }, recounts: false);

        var report = await ReportAsync(Signer.Jwks);
        Assert.Null(report.SignedBy);
        Assert.Equal(AuditFaultKind.Missing, report.Chains[^1].Fault!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_header_and_an_end_alone_prove_nothing(bool recounts)
    {
        await ExportFiveAsync();

        await ForgeAsync(lines => lines.RemoveRange(1, lines.Count - 2), recounts: recounts);

        var report = await ReportAsync(Signer.Jwks);
        Assert.Null(report.SignedBy);
        Assert.Equal(recounts ? AuditFaultKind.BadSignature : AuditFaultKind.Missing, Assert.Single(report.Chains).Fault!.Kind);
    }

    [Theory]
    [InlineData("\"action\":\"a2\"", "\"action\":\"a2\",\"action\":\"session.accepted\"")]
    [InlineData("\"action\":\"a2\"", "\"action\":\"a2\",\"address\":\"192.0.2.1\"")]
    [InlineData("\"action\":\"a2\"", "\"action\":\"a2\",\"\\u0061ction\":\"session.accepted\"")]
    [InlineData("\"actor\":\"rp:1\"", "\"actor\":\"\\ud800\"")]
    [InlineData("\"node\":\"one\"", "\"node\":\"\\u001b[2J\"")]
    [InlineData("\"sequence\":2,", "\"sequence\":9223372036854774783,")]
    [InlineData("\"chains\":1", "\"chains\":1,\"whole\":true")]
    public async Task A_line_that_says_what_nothing_checks_is_refused_in_a_sentence(string was, string becomes)
    {
        await ExportFiveAsync();
        var text = await File.ReadAllTextAsync(Export, Cancellation);
        Assert.Contains(was, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Export, text.Replace(was, becomes, StringComparison.Ordinal), Cancellation);

        var refused = await Assert.ThrowsAsync<StoreException>(() => ReportAsync(Signer.Jwks));

        Assert.DoesNotContain('\u001b', refused.Message);
    }

    [Fact]
    public async Task An_address_in_clear_that_was_changed_is_told_by_the_signature_over_the_whole()
    {
        await AppendAsync(2);
        await ExportAsync(new(WithAddresses: true));
        Assert.NotNull((await ReportAsync(Signer.Jwks)).SignedBy);

        await ForgeAsync(lines => lines.Find(line => TypeOf(line) == "entry")!["address"] = "192.0.2.1");

        Assert.Equal(AuditFaultKind.BadSignature, (await ReportAsync(Signer.Jwks)).Chains[^1].Fault!.Kind);
    }

    [Fact]
    public async Task What_was_altered_in_the_database_is_exported_without_a_signature()
    {
        await AppendAsync(3);
        await Store.QueryAsync(c => c.Database.ExecuteSqlRawAsync("UPDATE Audit SET At = At - 1 WHERE Sequence = 2", Cancellation));

        Assert.False((await ExportedAsync(new())).IsSigned);

        Assert.Null((await ReportAsync(Signer.Jwks)).SignedBy);
    }

    [Fact]
    public async Task A_row_under_a_name_that_no_node_has_gets_no_entry_and_spoils_no_export()
    {
        await AppendAsync(3);
        await Store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
            "INSERT INTO AuditNodes SELECT char(27) || '[2J', 9, Hash, 0, 0, Authenticator FROM AuditNodes", Cancellation));

        Assert.False((await ExportedAsync(new())).IsSigned);

        Assert.Equal("one", Assert.Single((await ReportAsync(Signer.Jwks)).Chains).Node);
        Assert.Equal(4, await Store.QueryAsync(context => context.Audit.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task An_altered_head_is_told_in_the_export_too()
    {
        await AppendAsync(3);
        await Store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
            "DELETE FROM Audit WHERE Sequence = 3; UPDATE AuditNodes SET Sequence = 2", Cancellation));

        await ExportAsync(new());

        var report = await ReportAsync(Signer.Jwks);
        Assert.Equal((Signer.KeyId, AuditFaultKind.HeadAltered), (report.SignedBy, Assert.Single(report.Chains).Fault!.Kind));
    }

    [Fact]
    public async Task The_stores_own_signature_proves_nothing_to_others()
    {
        await AppendAsync(2);
        await using (var file = File.Create(Export)) await Store.Get<IAuditChain>().ExportAsync(new(), file, Cancellation);

        var report = await ReportAsync(null);

        Assert.Null(report.SignedBy);
        Assert.All(report.Chains, chain => Assert.Null(chain.Fault));
    }

    [Fact]
    public async Task A_chain_that_another_names_is_missed()
    {
        await using (var second = await SqliteStore.OpenAsync(Store.Folder, ("Node", "two")))
            await second.Audit.AppendAsync(new(Store.Clock.GetUtcNow(), "a", "system"), Cancellation);
        await ExportFiveAsync();
        Assert.All(await VerifyAsync(Signer.Jwks), chain => Assert.Null(chain.Fault));

        await ForgeAsync(lines => lines.RemoveAll(line => (string?)line["node"] == "two"));

        Assert.Equal(("two", AuditFaultKind.Missing), (await VerifyAsync(Signer.Jwks))[^1] is var r ? (r.Node, r.Fault!.Kind) : default);
    }

    [Theory]
    [InlineData(long.MaxValue - 1025)]
    [InlineData(long.MaxValue - 1)]
    public void The_place_of_an_entry_at_the_end_of_all_numbers_is_looked_for_and_not_for_ever(long sequence)
    {
        using var keys = new PublicKeys();
        var walk = new ChainWalk("one", keys, _ => null);
        walk.Begin(sequence - 1, AuditEncoding.Start);

        Assert.False(walk.Handle(new AuditRow { Node = "one", Sequence = sequence, Hash = new byte[AuditEncoding.HashBytes] }));

        Assert.Equal(AuditFaultKind.Altered, walk.Fault!.Kind);
    }

    async Task ExportFiveAsync()
    {
        await AppendAsync(4);
        await SignAsync();
        await ExportAsync(new());
    }

    /// <summary>As who has no key would: every hash and every count fits, but for what is asked to be left.</summary>
    async Task ForgeAsync(Action<List<JsonObject>> change, bool keepsSignature = true, bool recounts = true)
    {
        var lines = (await File.ReadAllLinesAsync(Export, Cancellation)).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        change(lines);
        var end = lines[^1];
        var written = lines.ConvertAll(line => line.ToJsonString() + "\n");
        end["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(written.SkipLast(1)))));
        if (recounts)
            (end["entries"], end["chains"]) = (lines.Count(line => TypeOf(line) == "entry"), lines.Count(line => TypeOf(line) == "chain"));
        if (!keepsSignature) (end["keyId"], end["signature"]) = (null, null);
        written[^1] = end.ToJsonString() + "\n";
        await File.WriteAllTextAsync(Export, string.Concat(written), Cancellation);
    }

    static string? TypeOf(JsonObject line) => (string?)line["type"];

    static void Rehash(List<JsonObject> lines)
    {
        string? previous = null;
        foreach (var line in lines.Where(line => TypeOf(line) == "entry"))
        {
            if (previous is not null) line["previous"] = previous;
            using var json = JsonDocument.Parse(line.ToJsonString());
            line["hash"] = previous = ThirdParty.HashOf(json.RootElement);
        }
    }
}
