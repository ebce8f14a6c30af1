using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary>Says what a check of the audit found, in words or as JSON.</summary>
internal static partial class AuditReports
{
    /// <summary>Prints it; 0 when every chain is whole, else 1.</summary>
    public static async Task<int> PrintAsync(IReadOnlyList<AuditChainReport> reports, bool json, TextWriter output)
    {
        var isWhole = reports.All(report => report.Fault is null);
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(new Result(isWhole, reports), ResultJson.Default.Result));
        else
        {
            foreach (var report in reports) await output.WriteLineAsync(Words(report));
            await output.WriteLineAsync(isWhole ? "The audit is whole." : "The audit is broken. Find out who can write to the database.");
        }

        return isWhole ? 0 : 1;
    }

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

    sealed class KindName() : JsonStringEnumConverter<AuditFaultKind>(JsonNamingPolicy.SnakeCaseLower);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(KindName)])]
    [JsonSerializable(typeof(Result))]
    sealed partial class ResultJson : JsonSerializerContext;
}
