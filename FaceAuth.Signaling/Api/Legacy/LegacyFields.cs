using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The fields of a request's body, which the reference system's clients send as JSON or as a form.</summary>
/// <remarks>Never throws for what a client sends. Files stay in memory: no picture is written to disk.</remarks>
internal sealed class LegacyFields
{
    const int MostBytes = 16 * 1024;
    const int MaxFields = 32;
    const int MaxNameLength = 64;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    static readonly HashSet<string> Pictures = new(StringComparer.Ordinal) { "frame_data", "frame", "image" };

    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    LegacyFields()
    {
    }

    /// <summary>The picture among them, a file or a text that holds one; null for none that can be read.</summary>
    public byte[]? Picture { get; private set; }

    /// <summary>The first of these fields that is there; null for none.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_texts.TryGetValue(name, out var text)) return text;
        return null;
    }

    /// <summary>Reads the body, or says what is wrong with it. An empty one has no fields.</summary>
    public static Task<Outcome<LegacyFields>> ReadAsync(HttpRequest request) =>
        ReadAsync(request, MostBytes, 0, request.HttpContext.RequestAborted);

    /// <summary>Reads a body that may hold a picture; through <see cref="LegacyIntake"/>, as it is large.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mostPicture">Bytes that the picture may have.</param>
    /// <param name="cancellation">The client went, or took too long.</param>
    public static Task<Outcome<LegacyFields>> ReadPictureAsync(HttpRequest request, int mostPicture, CancellationToken cancellation) =>
        ReadAsync(request, PictureData.MostAsText(mostPicture), mostPicture, cancellation);

    /// <summary>Reads a body that may hold a browser's offer; as <see cref="ReadPictureAsync"/>.</summary>
    public static Task<Outcome<LegacyFields>> ReadOfferAsync(HttpRequest request, CancellationToken cancellation) =>
        ReadAsync(request, VideoSocket.MostBytes, 0, cancellation);

    static async Task<Outcome<LegacyFields>> ReadAsync(HttpRequest request, int most, int mostPicture, CancellationToken cancellation)
    {
        if (request.ContentLength > most) return Refusals.TooLarge;
        try
        {
            if (request.HasFormContentType) return await ReadFormAsync(request, most, mostPicture, cancellation);
            if (request.HasJsonContentType()) return await ReadJsonAsync(request, mostPicture, cancellation);
            var isEmpty = request.ContentLength is null or 0
                && await request.Body.ReadAsync(new byte[1], cancellation) == 0;
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
    public static LegacyFields? Read(ReadOnlyMemory<byte> utf8, int mostPicture)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return Of(document, mostPicture);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static async Task<Outcome<LegacyFields>> ReadJsonAsync(HttpRequest request, int mostPicture, CancellationToken cancellation)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, Strict, cancellation);
        return Of(document, mostPicture) is { } fields ? fields : Refusals.BadRequest;
    }

    static LegacyFields? Of(JsonDocument document, int mostPicture)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        var fields = new LegacyFields();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (fields._texts.Count >= MaxFields || field.Name.Length > MaxNameLength) return null;
            if (mostPicture > 0 && Pictures.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.String)
            {
                fields.Picture = PictureOf(field.Value, mostPicture);
                continue;
            }

            // an object, such as a session description, stays as it was written
            if (field.Value.ValueKind == JsonValueKind.String) fields._texts[field.Name] = field.Value.GetString()!;
            else if (field.Value.ValueKind != JsonValueKind.Null) fields._texts[field.Name] = field.Value.GetRawText();
        }

        return fields;
    }

    // ten a second come here: a string of each would be twice as large as what is read
    static byte[]? PictureOf(JsonElement text, int most)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return PictureData.Read(raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(text.GetString()!) : raw, most);
    }

    static async Task<Outcome<LegacyFields>> ReadFormAsync(
        HttpRequest request, int most, int mostPicture, CancellationToken cancellation)
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
            cancellation);
        var fields = new LegacyFields();
        foreach (var (name, values) in form)
        {
            if (values is not [{ } only]) return Refusals.BadRequest;
            if (mostPicture > 0 && Pictures.Contains(name)) fields.Picture = PictureData.Read(Encoding.UTF8.GetBytes(only), mostPicture);
            else fields._texts[name] = only;
        }

        if (form.Files.Count > 1) return Refusals.BadRequest;
        if (form.Files is not [var file]) return fields;
        fields.Picture = new byte[file.Length];
        await using var content = file.OpenReadStream();
        await content.ReadExactlyAsync(fields.Picture, cancellation);
        return fields;
    }

    /// <summary>Never prints what they hold.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"LegacyFields {{ {_texts.Count} fields }}");
}
