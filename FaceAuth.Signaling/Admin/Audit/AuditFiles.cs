using System.Globalization;
using System.Text;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Audit;

/// <summary>The audit as files: JSON Lines that prove themselves, and a table of what a filter finds. Both are audited.</summary>
internal static class AuditFiles
{
    const int PageSize = 1000;

    static readonly Refusal Busy = Refusals.TooManyRequests.With(
        "Another file of the audit is on its way to you, or several to others. Wait until it has come, then try again.") with
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    static readonly string[] Columns =
        ["number", "at", "action", "actor", "session", "subject", "outcome", "reasons", "models", "thresholds", "details"];

    public static void MapAuditFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/audit-file").ExcludeFromDescription().RequireAuthorization(Policies.Console).CountRefusals()
            .RefuseUnknownFilters(isFile: true);
        group.MapGet("/lines", LinesAsync);
        group.MapGet("/table", TableAsync);
    }

    /// <summary>As <c>faceauth audit export</c> writes it, without addresses.</summary>
    internal static async Task<IResult> LinesAsync(
        HttpResponse response, Staff staff, AuditDownloads downloads, TimeProvider time, CancellationToken cancellation,
        string? from = null, string? to = null)
    {
        if (!AuditFilters.Read(null, null, null, null, from, to).TryGet(out var filter, out var fault)) return Problems.Of(fault);
        if (downloads.TryBegin(staff.Actor, cancellation) is not { } place) return Problems.Of(Busy);
        response.RegisterForDispose(place);
        try
        {
            var file = await downloads.WriteAsync(new(filter.From, filter.To) { By = staff.Actor }, place.Token);
            response.RegisterForDisposeAsync(file);
            return Results.Stream(output => file.CopyToAsync(output, place.Token), "application/x-ndjson", Name(time, "ndjson"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Problems.Of(Busy);   // its time went by behind others
        }
    }

    internal static async Task<IResult> TableAsync(
        HttpResponse response, Staff staff, AuditDownloads downloads, IAuditReader reader, IAuditLog audit, TimeProvider time,
        CancellationToken cancellation, string? actor = null, string? action = null, string? session = null, string? subject = null,
        string? from = null, string? to = null)
    {
        if (!AuditFilters.Read(actor, action, session, subject, from, to).TryGet(out var filter, out var fault)) return Problems.Of(fault);
        if (downloads.TryBegin(staff.Actor, cancellation) is not { } place) return Problems.Of(Busy);
        response.RegisterForDispose(place);
        var entry = new AuditEntry(time.GetUtcNow(), "audit.exported", staff.Actor, Details: """{"addresses":false,"table":true}""");
        await audit.AppendAsync(entry with { Origin = ClientOrigin.Current }, place.Token);
        return Results.Stream(
            output => WriteAsync(reader, filter, output, place.Token), "text/csv; charset=utf-8", Name(time, "csv"));
    }

    static async Task WriteAsync(IAuditReader reader, AuditFilter filter, Stream output, CancellationToken cancellation)
    {
        var lines = new StringBuilder(string.Join(',', Columns)).Append("\r\n");   // RFC 4180
        long? last = null;
        do
        {
            var page = await reader.ListAsync(filter, last, PageSize, cancellation);
            foreach (var (number, entry) in page.Entries) Append(lines, number, entry);
            await output.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
            lines.Clear();
            last = page.Last;
        }
        while (last is not null);
    }

    static void Append(StringBuilder lines, long number, AuditEntry entry) => lines.AppendJoin(',', ((string?[])
        [
            number.ToString(CultureInfo.InvariantCulture), entry.At.ToString("O", CultureInfo.InvariantCulture), entry.Action, entry.Actor,
            entry.SessionId?.ToString(), entry.SubjectId?.ToString(), entry.Decision?.Outcome,
            string.Join(' ', entry.Decision?.Reasons ?? []), string.Join(' ', entry.Decision?.Models ?? []), entry.Decision?.Thresholds,
            entry.Details,
        ]).Select(Field)).Append("\r\n");

    /// <summary>Quoted; and nothing that a spreadsheet would take for a formula.</summary>
    static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var plain = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static string Name(TimeProvider time, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"faceauth-audit-{time.GetUtcNow():yyyyMMdd-HHmmss}.{ending}");
}
