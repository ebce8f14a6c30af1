using System.Globalization;
using System.Text.Json;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The fields of a request's body, which the reference system's clients send as JSON or as a form.</summary>
/// <remarks>Never throws for what a client sends. Files stay in memory: no picture is written to disk.</remarks>
internal sealed class LegacyFields
{
    const int MaxFields = 32;
    const int MaxNameLength = 64;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    LegacyFields()
    {
    }

    /// <summary>The one file of a form; null for none.</summary>
    public byte[]? File { get; private set; }

    /// <summary>The first of these fields that is there; null for none.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_texts.TryGetValue(name, out var text)) return text;
        return null;
    }

    /// <summary>Reads the body, or says what is wrong with it. An empty one has no fields.</summary>
    /// <param name="request">The request.</param>
    /// <param name="most">Bytes that the body may have.</param>
    public static async Task<Outcome<LegacyFields>> ReadAsync(HttpRequest request, int most)
    {
        if (request.ContentLength > most) return Refusals.TooLarge;
        try
        {
            if (request.HasFormContentType) return await ReadFormAsync(request, most);
            if (request.HasJsonContentType()) return await ReadJsonAsync(request);
            var isEmpty = request.ContentLength is null or 0
                && await request.Body.ReadAsync(new byte[1], request.HttpContext.RequestAborted) == 0;
            return isEmpty ? new LegacyFields() : Refusals.UnsupportedMediaType.With("Send the body as application/json or as a form.");
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusals.TooLarge : Refusals.BadRequest;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException or InvalidOperationException)
        {
            return Refusals.BadRequest;
        }
    }

    /// <summary>Reads one JSON object; null when it is none.</summary>
    public static LegacyFields? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return Of(document);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static async Task<Outcome<LegacyFields>> ReadJsonAsync(HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, Strict, request.HttpContext.RequestAborted);
        return Of(document) is { } fields ? fields : Refusals.BadRequest;
    }

    static LegacyFields? Of(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        var fields = new LegacyFields();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (fields._texts.Count >= MaxFields || field.Name.Length > MaxNameLength) return null;
            // an object, such as a session description, stays as it was written
            if (field.Value.ValueKind == JsonValueKind.String) fields._texts[field.Name] = field.Value.GetString()!;
            else if (field.Value.ValueKind != JsonValueKind.Null) fields._texts[field.Name] = field.Value.GetRawText();
        }

        return fields;
    }

    static async Task<Outcome<LegacyFields>> ReadFormAsync(HttpRequest request, int most)
    {
        var form = await request.ReadFormAsync(
            new FormOptions
            {
                ValueCountLimit = MaxFields,
                KeyLengthLimit = MaxNameLength,
                ValueLengthLimit = most,
                MultipartBodyLengthLimit = most,
                MemoryBufferThreshold = most,   // beyond it a file would go to disk
            },
            request.HttpContext.RequestAborted);
        var fields = new LegacyFields();
        foreach (var (name, values) in form)
        {
            if (values is not [{ } only]) return Refusals.BadRequest;
            fields._texts[name] = only;
        }

        if (form.Files.Count > 1) return Refusals.BadRequest;
        if (form.Files is not [var file]) return fields;
        fields.File = new byte[file.Length];
        await using var content = file.OpenReadStream();
        await content.ReadExactlyAsync(fields.File, request.HttpContext.RequestAborted);
        return fields;
    }

    /// <summary>Never prints what they hold.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"LegacyFields {{ {_texts.Count} fields }}");
}
