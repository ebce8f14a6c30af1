using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Evidence as rows to train on: one JSON object a line for each picture and each trial, with whose it is and when.</summary>
/// <remarks>No picture and no embedding.</remarks>
internal static class PadTrainingRows
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="set">Name of the set, for leaving one out.</param>
    /// <param name="subject">
    /// Finds the subject in a session's name: its first group, or all that it matches; null for the whole name.
    /// </param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="results">What came of each.</param>
    /// <exception cref="EvalException">The file cannot be written.</exception>
    public static void Write(string path, string set, Regex? subject, IReadOnlyList<PadSession> sessions, IReadOnlyList<PadResult> results)
    {
        try
        {
            using var writer = new StreamWriter(path);
            for (var i = 0; i < sessions.Count; i++)
            {
                foreach (var picture in results[i].Pictures)
                {
                    var row = Row("picture", set, subject, sessions[i], picture.At);
                    row["flaw"] = picture.Findings?.Flaw;
                    row["evidence"] = picture.Evidence is { } evidence ? JsonNode.Parse(evidence) : null;
                    writer.WriteLine(row.ToJsonString(Options));
                }

                foreach (var window in results[i].Windows)
                {
                    var row = Row("session", set, subject, sessions[i], window.Start);
                    row["pictures"] = window.Pictures;
                    row["accepted"] = window.Accepted;
                    row["reasons"] = JsonSerializer.SerializeToNode(window.Reasons, Options);
                    row["scores"] = JsonSerializer.SerializeToNode(window.Scores, Options);
                    writer.WriteLine(row.ToJsonString(Options));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"{path} cannot be written ({e.Message}).", e);
        }
    }

    /// <summary>The subject of a session.</summary>
    internal static string Subject(string session, Regex? subject)
    {
        if (subject?.Match(session) is not { Success: true } found) return session;
        return found.Groups.Count > 1 ? found.Groups[1].Value : found.Value;
    }

    static JsonObject Row(string kind, string set, Regex? subject, PadSession session, double at) => new()
    {
        ["kind"] = kind,
        ["set"] = set,
        ["species"] = session.Species ?? "live",
        ["session"] = session.Name,
        ["subject"] = Subject(session.Name, subject),
        ["time"] = at,
    };
}
