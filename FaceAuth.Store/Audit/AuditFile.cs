using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Audit;

/// <summary>Checks an export of the audit with nothing but the file, and keys that are trusted.</summary>
public static class AuditFile
{
    const int LongestLine = 1024 * 1024;

    /// <summary>Walks every chain in an export, line by line.</summary>
    /// <param name="file">The export, JSON Lines.</param>
    /// <param name="jwks">A JSON Web Key Set: only its keys are trusted. Null trusts the keys that the file itself brings.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="StoreException">It is no export, or not a key set.</exception>
    public static async Task<IReadOnlyList<AuditChainReport>> VerifyAsync(Stream file, string? jwks, CancellationToken cancellation)
    {
        using var keys = new PublicKeys();
        if (jwks is not null) Trust(keys, jwks);
        var walk = new FileWalk(keys, trustsFile: jwks is null);
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        for (var number = 1L; await LineAsync(pipe, cancellation) is { } line; number++)
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                walk.Handle(json.RootElement);
            }
            catch (Exception fault) when (fault is FormatException or JsonException)
            {
                throw new StoreException($"Line {number} is not one of an audit export: {fault.Message}.", fault);
            }
        }

        return walk.Finish();
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
        catch (JsonException)
        {
            // told below
        }

        throw new StoreException("The key set holds no ES256 key whose id is its thumbprint. Take the one at /.well-known/jwks.json.");
    }

    static async Task<ReadOnlyMemory<byte>?> LineAsync(PipeReader pipe, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is { } at)
            {
                var line = read.Buffer.Slice(0, at).ToArray();
                pipe.AdvanceTo(read.Buffer.GetPosition(1, at));
                return line;
            }

            if (read.Buffer.Length > LongestLine) throw new StoreException("A line is longer than any of an audit export.");
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (!read.IsCompleted) continue;
            // a line without its end was cut off: what ends a whole file is told by its last line
            return null;
        }
    }
}
