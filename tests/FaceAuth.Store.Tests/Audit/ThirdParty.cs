using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Store.Tests.Audit;

/// <summary>Checks an export as docs/audit.md says, and shares no line with the store.</summary>
internal static class ThirdParty
{
    /// <summary>Entries that hold and are vouched for by a signature of one of these keys; throws where the file is not whole.</summary>
    public static int Verify(string file, string jwks)
    {
        using var keys = JsonDocument.Parse(jwks);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (previous, expected, seen, signed) = ("", 0L, 0, 0);
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var at = json.RootElement;
            switch (at.GetProperty("type").GetString())
            {
                case "chain":
                    (previous, expected) = (at.GetProperty("hash").GetString()!, at.GetProperty("after").GetInt64());
                    break;
                case "entry":
                    expected++;
                    if (at.GetProperty("sequence").GetInt64() != expected) throw new InvalidDataException($"not entry {expected}");
                    if (at.GetProperty("previous").GetString() != previous) throw new InvalidDataException($"{expected} follows another");
                    previous = HashOf(at);
                    if (at.GetProperty("hash").GetString() != previous) throw new InvalidDataException($"{expected} has another hash");
                    seen++;
                    break;
                case "checkpoint" when at.GetProperty("sequence").GetInt64() == expected:
                    if (at.GetProperty("hash").GetString() != previous) throw new InvalidDataException($"{expected} is not the signed one");
                    using (var key = KeyOf(keys.RootElement, at.GetProperty("keyId").GetString()!))
                    {
                        var data = Encode(
                            "faceauth-audit-checkpoint-1", at, "kind", "node", "number", "sequence", "hash", "at", "keyId");
                        if (!key.VerifyData(data, at.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256))
                            throw new InvalidDataException($"the signature of {expected} is bad");
                    }

                    break;
                case "end":
                    if (at.GetProperty("entries").GetInt32() != seen) throw new InvalidDataException("not all entries are there");
                    if (at.GetProperty("sha256").GetString() != Convert.ToHexStringLower(all.GetCurrentHash()))
                        throw new InvalidDataException("the lines are others");
                    using (var key = KeyOf(keys.RootElement, at.GetProperty("keyId").GetString()!))
                    {
                        var data = Encode("faceauth-audit-export-1", at, "entries", "chains", "sha256", "keyId");
                        if (!key.VerifyData(data, at.GetProperty("signature").GetBytesFromBase64(), HashAlgorithmName.SHA256))
                            throw new InvalidDataException("the signature over the whole is bad");
                    }

                    signed = seen;
                    break;
            }

            all.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return signed;
    }

    /// <summary>The hash of an entry's line.</summary>
    public static string HashOf(JsonElement entry) => Convert.ToHexStringLower(SHA256.HashData(Encode(
        "faceauth-audit-entry-1", entry, "node", "sequence", "previous", "at", "action", "actor", "session", "subject",
        "outcome", "reasons", "models", "thresholds", "details", "origin")));

    static byte[] Encode(string version, JsonElement from, params string[] names)
    {
        using var bytes = new MemoryStream();
        Add(bytes, version);
        foreach (var name in names)
        {
            var value = from.GetProperty(name);
            if (value.ValueKind == JsonValueKind.Array)
            {
                Add(bytes, $"{value.GetArrayLength()}");
                foreach (var one in value.EnumerateArray()) Add(bytes, one.GetString());
            }
            else Add(bytes, value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString());
        }

        return bytes.ToArray();
    }

    static void Add(MemoryStream bytes, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        bytes.Write(length);
        if (text is not null) bytes.Write(Encoding.UTF8.GetBytes(text));
    }

    static ECDsa KeyOf(JsonElement jwks, string id)
    {
        var key = jwks.GetProperty("keys").EnumerateArray().Single(one => one.GetProperty("kid").GetString() == id);
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new()
            {
                X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()),
            },
        });
    }
}
