using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary>Says what a check of the audit found, in words or as JSON.</summary>
internal static partial class AuditReports
{
    /// <summary>Prints what the database's chains are; 0 when every one is whole, else 1.</summary>
    public static async Task<int> PrintAsync(IReadOnlyList<AuditChainReport> reports, bool json, TextWriter output)
    {
        var isWhole = IsWhole(reports);
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(new Result(isWhole, reports), ResultJson.Default.Result));
        else
        {
            foreach (var report in reports) await output.WriteLineAsync(Plain(Words(report)));
            await output.WriteLineAsync(isWhole ? "The audit is whole." : Broken);
        }

        return isWhole ? 0 : 1;
    }

    /// <summary>Prints what an export is; 0 when every chain is whole and a key that was checked signed all of it, else 1.</summary>
    public static async Task<int> PrintAsync(AuditFileReport file, bool json, TextWriter output)
    {
        var isWhole = IsWhole(file.Chains) && file.SignedBy is not null;
        if (json)
        {
            var result = new FileResult(isWhole, file.Chains, file.Entries, file.SignedBy, file.IsTrusted, file.Made);
            await output.WriteLineAsync(JsonSerializer.Serialize(result, ResultJson.Default.FileResult));
        }
        else
        {
            foreach (var report in file.Chains) await output.WriteLineAsync(Plain(Words(report)));
            await output.WriteLineAsync(Plain(Proof(file)));
        }

        return isWhole ? 0 : 1;
    }

    /// <summary>A text that a terminal only shows: what somebody put into a file or the database may hold its commands.</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate ? '\ufffd' : letter));

    const string Broken = "The audit is broken. Find out who can write to the database.";

    static bool IsWhole(IReadOnlyList<AuditChainReport> reports) => reports.All(report => report.Fault is null);

    /// <summary>What an export proves and what not, in a sentence.</summary>
    static string Proof(AuditFileReport file) =>
        !IsWhole(file.Chains) ? "The audit in this file is broken. Find out who could write to the file or the database."
        : file.SignedBy is null
            ? "Nothing proves that a server wrote this file: its end is signed by no key that can be checked here."
        : !file.IsTrusted
            ? "The file agrees with itself, which proves nothing about who wrote it: its keys are its own. Give the server's with --jwks."
        : $"The audit is whole: all {file.Entries} entries are as the key {file.SignedBy} signed them on {file.Made}. That nothing was "
            + "written later, or left out by who holds that key, the file does not prove.";

    static string Words(AuditChainReport report)
    {
        var name = report.Node.Length == 0 ? "(no chain)" : report.Node;
        if (report.Fault is { } fault) return $"{name}: broken at entry {fault.Sequence}: {Name(fault.Kind)}. {fault.Words}";
        var entries = report.First == 0 ? "no entries" : $"entries {report.First} to {report.Last}";
        var signed = report.SignedThrough == 0 ? "no signature to check"
            : $"signed through {report.SignedThrough} by {string.Join(", ", report.KeyIds)}";
        return $"{name}: {entries}, {report.Checkpoints} checkpoints, {signed}";
    }

    static string Name(AuditFaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{kind}").Replace('_', ' ');

    internal sealed record Result(bool Whole, IReadOnlyList<AuditChainReport> Chains);

    internal sealed record FileResult(
        bool Whole, IReadOnlyList<AuditChainReport> Chains, long Entries, string? SignedBy, bool Trusted, string Made);

    sealed class KindName() : JsonStringEnumConverter<AuditFaultKind>(JsonNamingPolicy.SnakeCaseLower);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(KindName)])]
    [JsonSerializable(typeof(Result))]
    [JsonSerializable(typeof(FileResult))]
    sealed partial class ResultJson : JsonSerializerContext;
}
