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
    /// <exception cref="EvalException">There is no such threshold.</exception>
    public static byte[] Replace(ReadOnlySpan<byte> manifest, string model, string threshold, double value, string from)
    {
        var (valueAt, fromAt) = Find(manifest, model, threshold)
            ?? throw new EvalException($"The manifest has no threshold \"{threshold}\" of {model}: add one by hand first.");
        var number = Encoding.UTF8.GetBytes(value.ToString("0.###", CultureInfo.InvariantCulture));
        var text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(from, Plain));
        var edits = new[] { (At: valueAt, New: number), (At: fromAt, New: text) };
        Array.Sort(edits, (a, b) => a.At.Start.Value.CompareTo(b.At.Start.Value));
        return
        [
            .. manifest[..edits[0].At.Start.Value], .. edits[0].New, .. manifest[edits[0].At.End.Value..edits[1].At.Start.Value],
            .. edits[1].New, .. manifest[edits[1].At.End.Value..],
        ];
    }

    /// <summary>Where the value and the source of a threshold stand, in bytes.</summary>
    static (Range Value, Range From)? Find(ReadOnlySpan<byte> manifest, string model, string threshold)
    {
        var reader = new Utf8JsonReader(manifest);
        var (names, inModels, id) = (new Stack<string?>(), false, (string?)null);
        string? property = null, name = null;
        Range? valueAt = null, fromAt = null;
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
                    if (reader.CurrentDepth == 4) (name, valueAt, fromAt) = (null, null, null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    names.Pop();
                    if (inModels && id == model && name == threshold && reader.CurrentDepth == 4 && valueAt is { } v && fromAt is { } f)
                        return (v, f);
                    break;
                default:
                    if (reader.CurrentDepth == 3 && property == "id") id = reader.GetString();
                    if (reader.CurrentDepth != 5 || names.Count < 2 || names.ElementAt(1) != "thresholds") break;
                    Range here = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                    if (property == "name") name = reader.GetString();
                    if (property == "value") valueAt = here;
                    if (property == "from") fromAt = here;
                    break;
            }

            property = null;
        }

        return null;
    }
}
