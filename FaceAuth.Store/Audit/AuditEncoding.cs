using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>What is hashed of an entry and signed of a checkpoint: texts in a fixed order, each with its length before it.</summary>
/// <remarks>
/// A text is four bytes (its length in UTF-8, big-endian; -1 for null) and its bytes. Numbers are decimal, hashes lower-case hex, times ISO
/// 8601 in UTC with seven digits, a list its count and then its texts: all as the export writes them. The first text is the version.
/// </remarks>
internal sealed class AuditEncoding
{
    public const string EntryVersion = "faceauth-audit-entry-1";
    public const string CheckpointVersion = "faceauth-audit-checkpoint-1";
    public const string ExportVersion = "faceauth-audit-export-1";
    public const int HashBytes = SHA256.HashSizeInBytes;

    readonly ArrayBufferWriter<byte> _bytes = new(1024);

    AuditEncoding()
    {
    }

    public static byte[] Start { get; } = new byte[HashBytes];

    /// <summary>Hash of an entry, or what it would be at another place.</summary>
    public static byte[] HashOf(AuditRow entry, long? at = null)
    {
        var encoding = new AuditEncoding();
        encoding.Add(EntryVersion);
        encoding.Add(entry.Node);
        encoding.Add(at ?? entry.Sequence);
        encoding.Add(Hex(entry.Previous));
        encoding.Add(Time(entry.At));
        encoding.Add(entry.Action);
        encoding.Add(entry.Actor);
        encoding.Add(entry.SessionId?.ToString());
        encoding.Add(entry.SubjectId?.ToString());
        encoding.Add(entry.Outcome);
        encoding.Add(ListOf(entry.Reasons));
        encoding.Add(ListOf(entry.Models));
        encoding.Add(entry.Thresholds);
        encoding.Add(entry.Details);
        encoding.Add(entry.Origin is null ? null : Convert.ToBase64String(entry.Origin));
        return SHA256.HashData(encoding._bytes.WrittenSpan);
    }

    /// <summary>What a checkpoint's signature is over.</summary>
    public static ReadOnlySpan<byte> SignedOf(AuditCheckpointRow checkpoint)
    {
        var encoding = new AuditEncoding();
        encoding.Add(CheckpointVersion);
        encoding.Add(checkpoint.Kind);
        encoding.Add(checkpoint.Node);
        encoding.Add(checkpoint.Number);
        encoding.Add(checkpoint.Sequence);
        encoding.Add(Hex(checkpoint.Hash));
        encoding.Add(Time(checkpoint.At));
        encoding.Add(checkpoint.KeyId);
        return encoding._bytes.WrittenSpan;
    }

    /// <summary>What the signature over a whole export is over.</summary>
    public static ReadOnlySpan<byte> SignedOf(ExportEnd end)
    {
        var encoding = new AuditEncoding();
        encoding.Add(ExportVersion);
        encoding.Add(end.Entries);
        encoding.Add(end.Chains);
        encoding.Add(Hex(end.Digest));
        encoding.Add(end.KeyId);
        return encoding._bytes.WrittenSpan;
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A list as it lies in the database; empty where that is none, which no entry of ours has.</summary>
    public static IReadOnlyList<string> ListOf(string? json)
    {
        if (json is null or "[]") return [];
        try
        {
            return JsonSerializer.Deserialize<string[]>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    void Add(IReadOnlyList<string> texts)
    {
        Add(texts.Count);
        foreach (var text in texts) Add(text);
    }

    void Add(long number) => Add(number.ToString(CultureInfo.InvariantCulture));

    void Add(string? text)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), length);
        _bytes.Advance(sizeof(int));
        if (text is not null) Encoding.UTF8.GetBytes(text, _bytes);
    }
}
