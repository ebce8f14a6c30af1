using System.Text.Json;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>What an import is told.</summary>
/// <param name="Owner">The relying party, by its name.</param>
/// <param name="Folder">Folder of photos; or <paramref name="Csv"/>.</param>
/// <param name="Csv">File with a line "path,subject" or "path,subject,group" for each photo.</param>
/// <param name="Consent">The version of the text that everybody on the photos agreed to; 1–64 printable ASCII characters.</param>
internal sealed record ImportRequest(string? Owner, string? Folder, string? Csv, string? Consent = null)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The folder or the file.</summary>
    public string Path => Folder ?? Csv!;

    public static string? FaultOf(JsonElement? parameters)
    {
        const string Wanted = """Tell it {"owner": NAME, "folder": PATH} or {"owner": NAME, "csv": PATH}, and "consent" if it was given.""";
        try
        {
            return parameters?.Deserialize<ImportRequest>(Json) is { Owner.Length: > 0 } request
                && request.Folder is null != request.Csv is null && SessionConsents.IsVersion(request.Consent ?? "-") ? null : Wanted;
        }
        catch (JsonException)
        {
            return Wanted;
        }
    }

    public static ImportRequest Read(string parameters) => JsonSerializer.Deserialize<ImportRequest>(parameters, Json)!;

    /// <summary>The same as parameters of a run.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Prints no path: there may be names in it.</summary>
    public override string ToString() => "ImportRequest { ‹private› }";
}
