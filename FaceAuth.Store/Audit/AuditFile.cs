using System.Text.Json;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Audit;

/// <summary>Checks an export of the audit with nothing but the file, and keys that are trusted.</summary>
public static class AuditFile
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Walks every chain in an export, line by line, and checks the signature over the whole.</summary>
    /// <param name="file">The export, JSON Lines.</param>
    /// <param name="jwks">A JSON Web Key Set: only its keys are trusted. Null takes the keys that the file itself brings.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="StoreException">It is no export, or not a key set.</exception>
    public static async Task<AuditFileReport> VerifyAsync(Stream file, string? jwks, CancellationToken cancellation)
    {
        using var keys = new PublicKeys();
        if (jwks is not null) Trust(keys, jwks);
        using var walk = new FileWalk(keys, trustsFile: jwks is null);
        var lines = new FileLines(file);
        for (var number = 1L; await lines.NextAsync(cancellation) is { } line; number++)
        {
            try
            {
                using var json = JsonDocument.Parse(line, Strict);
                walk.Handle(json.RootElement, line);
            }
            catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException)
            {
                // the last: half a character, such as \ud800
                var why = fault is FormatException ? fault.Message : "it is not JSON, or names something twice";
                throw new StoreException($"Line {number} is not one of an audit export: {why}.", fault);
            }
        }

        return walk.Finish(lines.IsCut);
    }

    static void Trust(PublicKeys keys, string jwks)
    {
        try
        {
            using var document = JsonDocument.Parse(jwks);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array
                && list.EnumerateArray().Select(keys.TryAdd).ToList().Contains(true))
                return;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // told below
        }

        throw new StoreException("The key set holds no ES256 key whose id is its thumbprint. Take the one at /.well-known/jwks.json.");
    }
}
