using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FaceAuth.Pipeline.Deciding;

namespace FaceAuth.Pipeline.Evaluation;

/// <summary>
/// Evidence as JSON, by reflection: a field that a stage learns to fill is in the rows from then on. Spans are left out,
/// the embedding among them; points that are no number are null.
/// </summary>
internal static class EvidenceJson
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutSpans } },
    };

    /// <summary>One object, on one line.</summary>
    public static string Write(FrameEvidence evidence) => JsonSerializer.Serialize(evidence, Options);

    static void LeaveOutSpans(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].PropertyType.IsByRefLike) type.Properties.RemoveAt(i);
        }
    }
}
