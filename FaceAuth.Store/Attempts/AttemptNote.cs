using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Attempts;

/// <summary>What another node needs to take an attempt back: which rows it was counted in, and how they were. Names nobody.</summary>
/// <param name="At">When it was made, in ticks.</param>
/// <param name="Rows">Each row.</param>
internal sealed partial record AttemptNote(long At, IReadOnlyList<AttemptNote.Counted> Rows)
{
    const int UsualBytes = 512;

    /// <summary>One row: its id, when it was tried before in ticks, and whether it grew.</summary>
    internal sealed record Counted(Guid Row, long Before, bool Grew);

    /// <summary>The note of an attempt, for one session on one node; null for none.</summary>
    /// <remarks>Authenticated: who can only write the database has nobody's attempt taken back. authenticator, base64url | . | JSON.</remarks>
    public static string? Write(AttemptTicket? ticket, Guid session, Guid node, RowAuthenticator authenticator)
    {
        if (ticket is null) return null;
        var json = JsonSerializer.Serialize(
            new(ticket.At.UtcTicks, [.. ticket.Rows.Select(row => new Counted(row.Row, row.TriedBefore.UtcTicks, row.Grew))]),
            NoteJson.Default.AttemptNote);
        using var fields = FieldsOf(json, session, node);
        return $"{Base64Url.EncodeToString(authenticator.Of(RowKind.SessionPlace, fields))}.{json}";
    }

    /// <summary>The attempt of a note, to be taken back; null for none, and for what no node wrote for this session.</summary>
    public static AttemptTicket? Read(string? note, Guid session, Guid node, SessionPurpose purpose, RowAuthenticator authenticator)
    {
        if (note?.Split('.', 2) is not [var code, var json] || !Base64Url.IsValid(code)) return null;
        using var fields = FieldsOf(json, session, node);
        if (!authenticator.Matches(RowKind.SessionPlace, fields, Base64Url.DecodeFromChars(code))) return null;   // it stays counted
        var read = JsonSerializer.Deserialize(json, NoteJson.Default.AttemptNote)!;
        return new(purpose, 0, Of(read.At), []) { Rows = [.. read.Rows.Select(row => (row.Row, Of(row.Before), row.Grew))] };
    }

    static RowFields FieldsOf(string json, Guid session, Guid node)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(session);
        fields.Add(node);
        fields.Add(json);
        return fields;
    }

    static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);

    [JsonSerializable(typeof(AttemptNote))]
    sealed partial class NoteJson : JsonSerializerContext;
}
