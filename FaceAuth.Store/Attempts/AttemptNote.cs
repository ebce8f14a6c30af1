using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Attempts;

/// <summary>What another node needs to take an attempt back: which rows it was counted in, and how they were. Names nobody.</summary>
/// <param name="At">When it was made, in ticks.</param>
/// <param name="Rows">Each row.</param>
internal sealed partial record AttemptNote(long At, IReadOnlyList<AttemptNote.Counted> Rows)
{
    /// <summary>One row: its id, when it was tried before in ticks, and whether it grew.</summary>
    internal sealed record Counted(Guid Row, long Before, bool Grew);

    /// <summary>The note of an attempt; null for none.</summary>
    public static string? Write(AttemptTicket? ticket) => ticket is null ? null : JsonSerializer.Serialize(
        new(ticket.At.UtcTicks, [.. ticket.Rows.Select(row => new Counted(row.Row, row.TriedBefore.UtcTicks, row.Grew))]),
        NoteJson.Default.AttemptNote);

    /// <summary>The attempt of a note, to be taken back; null for none, and for what is no note.</summary>
    public static AttemptTicket? Read(string? json, SessionPurpose purpose)
    {
        if (json is null) return null;
        try
        {
            if (JsonSerializer.Deserialize(json, NoteJson.Default.AttemptNote) is not { Rows: { } rows } note) return null;
            return new(purpose, 0, Of(note.At), [])
            {
                Rows = [.. rows.Select(row => (row.Row, Of(row.Before), row.Grew))],
            };
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;   // altered from outside: the attempt stays counted
        }
    }

    static DateTimeOffset Of(long ticks) => new(ticks, TimeSpan.Zero);

    [JsonSerializable(typeof(AttemptNote))]
    sealed partial class NoteJson : JsonSerializerContext;
}
