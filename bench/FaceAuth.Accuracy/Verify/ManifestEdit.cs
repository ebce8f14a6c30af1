using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Changes one threshold in a manifest's text and leaves every other byte as it is.</summary>
internal static class ManifestEdit
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with the threshold's value and source replaced.</summary>
    /// <param name="manifest">The manifest, UTF-8.</param>
    /// <param name="model">The model's id.</param>
    /// <param name="threshold">The threshold's name.</param>
    /// <param name="value">Its new value, written with three digits.</param>
    /// <param name="from">What it was measured on.</param>
    /// <param name="worstGroup">The group with the most false matches, and its rate; null leaves what is there.</param>
    /// <exception cref="EvalException">There is no such threshold.</exception>
    public static byte[] Replace(
        ReadOnlySpan<byte> manifest, string model, string threshold, double value, string from, string? worstGroup = null)
    {
        var (valueAt, fromAt, worstAt) = Find(manifest, model, threshold)
            ?? throw new EvalException($"The manifest has no threshold \"{threshold}\" of {model}: add one by hand first.");
        var number = Encoding.UTF8.GetBytes(value.ToString("0.###", CultureInfo.InvariantCulture));
        var said = Text(from);
        if (worstGroup is not null && worstAt is null) said += $", \"worstGroup\": {Text(worstGroup)}";
        List<(Range At, byte[] New)> edits = [(valueAt, number), (fromAt, Encoding.UTF8.GetBytes(said))];
        if (worstGroup is not null && worstAt is { } there) edits.Add((there, Encoding.UTF8.GetBytes(Text(worstGroup))));
        List<byte> edited = [];
        var at = 0;
        foreach (var (place, text) in edits.OrderBy(edit => edit.At.Start.Value))
        {
            edited.AddRange(manifest[at..place.Start.Value]);
            edited.AddRange(text);
            at = place.End.Value;
        }

        edited.AddRange(manifest[at..]);
        return [.. edited];

        static string Text(string text) => JsonSerializer.Serialize(text, Plain);
    }

    /// <summary>Where value, source and worst group of a threshold stand, in bytes.</summary>
    static (Range Value, Range From, Range? WorstGroup)? Find(ReadOnlySpan<byte> manifest, string model, string threshold)
    {
        var reader = new Utf8JsonReader(manifest);
        var (names, inModels, id) = (new Stack<string?>(), false, (string?)null);
        string? property = null, name = null;
        Range? valueAt = null, fromAt = null, worstAt = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString();
                    if (reader.CurrentDepth == 1) inModels = property == "models";
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    names.Push(property);
                    if (reader.CurrentDepth == 2) id = null;
                    if (reader.CurrentDepth == 4) (name, valueAt, fromAt, worstAt) = (null, null, null, null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    names.Pop();
                    if (inModels && id == model && name == threshold && reader.CurrentDepth == 4 && valueAt is { } v && fromAt is { } f)
                        return (v, f, worstAt);
                    break;
                default:
                    if (reader.CurrentDepth == 3 && property == "id") id = reader.GetString();
                    if (reader.CurrentDepth != 5 || names.Count < 2 || names.ElementAt(1) != "thresholds") break;
                    Range here = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                    if (property == "name") name = reader.GetString();
                    if (property == "value") valueAt = here;
                    if (property == "from") fromAt = here;
                    if (property == "worstGroup") worstAt = here;
                    break;
            }

            property = null;
        }

        return null;
    }
}
