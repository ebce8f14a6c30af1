using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Writes the lines of an export, each a JSON object with a <c>type</c>.</summary>
internal sealed class AuditLines(Stream output) : IDisposable
{
    public const string Format = "faceauth-audit-1";

    readonly ArrayBufferWriter<byte> _line = new(2048);
    readonly Utf8JsonWriter _json = new(Stream.Null);
    readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Task HeaderAsync(AuditExport what, DateTimeOffset made, IEnumerable<string> keys, CancellationToken cancellation) =>
        LineAsync("header", json =>
        {
            json.WriteString("format", Format);
            json.WriteString("made", AuditEncoding.Time(made));
            Nullable(json, "from", what.From is { } from ? AuditEncoding.Time(from) : null);
            Nullable(json, "to", what.To is { } to ? AuditEncoding.Time(to) : null);
            Nullable(json, "node", what.Node);
            json.WriteBoolean("addresses", what.WithAddresses);
            json.WriteStartArray("keys");
            foreach (var key in keys)
            {
                using var jwk = JsonDocument.Parse(key);
                jwk.WriteTo(json);   // on one line, whatever it lay on
            }

            json.WriteEndArray();
        }, cancellation);

    /// <param name="node">Whose chain begins.</param>
    /// <param name="after">The entry before the first one here; 0 for none.</param>
    /// <param name="hash">Of that entry.</param>
    /// <param name="last">The last entry that is written here.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task ChainAsync(string node, long after, byte[] hash, long last, CancellationToken cancellation) =>
        LineAsync("chain", json =>
        {
            json.WriteString("node", node);
            json.WriteNumber("after", after);
            json.WriteString("hash", AuditEncoding.Hex(hash));
            json.WriteNumber("last", last);
        }, cancellation);

    public Task EntryAsync(AuditRow entry, AuditOrigin? opened, CancellationToken cancellation) => LineAsync("entry", json =>
    {
        json.WriteString("node", entry.Node);
        json.WriteNumber("sequence", entry.Sequence);
        json.WriteString("previous", AuditEncoding.Hex(entry.Previous));
        json.WriteString("at", AuditEncoding.Time(entry.At));
        json.WriteString("action", entry.Action);
        json.WriteString("actor", entry.Actor);
        Nullable(json, "session", entry.SessionId?.ToString());
        Nullable(json, "subject", entry.SubjectId?.ToString());
        Nullable(json, "outcome", entry.Outcome);
        List(json, "reasons", entry.Reasons);
        List(json, "models", entry.Models);
        Nullable(json, "thresholds", entry.Thresholds);
        Nullable(json, "details", entry.Details);
        Nullable(json, "origin", entry.Origin is null ? null : Convert.ToBase64String(entry.Origin));
        json.WriteString("hash", AuditEncoding.Hex(entry.Hash));
        if (opened is null) return;
        Nullable(json, "address", opened.Address);
        Nullable(json, "userAgent", opened.UserAgent);
    }, cancellation);

    public Task CheckpointAsync(AuditCheckpointRow checkpoint, CancellationToken cancellation) => LineAsync("checkpoint", json =>
    {
        json.WriteString("node", checkpoint.Node);
        json.WriteNumber("number", checkpoint.Number);
        json.WriteString("kind", checkpoint.Kind);
        json.WriteNumber("sequence", checkpoint.Sequence);
        json.WriteString("hash", AuditEncoding.Hex(checkpoint.Hash));
        json.WriteString("at", AuditEncoding.Time(checkpoint.At));
        json.WriteString("keyId", checkpoint.KeyId);
        json.WriteString("signature", Convert.ToBase64String(checkpoint.Signature));
    }, cancellation);

    /// <summary>The last line, by which all before are signed; by nobody where there is no signer.</summary>
    public Task EndAsync(long entries, long chains, IAuditSigner? signer, CancellationToken cancellation)
    {
        var end = new ExportEnd(entries, chains, _digest.GetCurrentHash(), signer?.KeyId, null);
        var signature = signer?.Sign(AuditEncoding.SignedOf(end));
        return LineAsync("end", json =>
        {
            json.WriteNumber("entries", end.Entries);
            json.WriteNumber("chains", end.Chains);
            json.WriteString("sha256", AuditEncoding.Hex(end.Digest));
            Nullable(json, "keyId", end.KeyId);
            Nullable(json, "signature", signature is null ? null : Convert.ToBase64String(signature));
        }, cancellation);
    }

    public void Dispose()
    {
        _json.Dispose();
        _digest.Dispose();
    }

    async Task LineAsync(string type, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("type", type);
        write(_json);
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _digest.AppendData(_line.WrittenSpan);
        await output.WriteAsync(_line.WrittenMemory, cancellation);
    }

    static void Nullable(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }

    static void List(Utf8JsonWriter json, string name, string? texts)
    {
        json.WriteStartArray(name);
        foreach (var text in AuditEncoding.ListOf(texts)) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
