using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Accuracy.Examining;

/// <summary>Evidence as JSON, by reflection: a field that a stage learns to fill is in the rows from then on.</summary>
/// <remarks>Spans are left out, the embedding among them.</remarks>
internal static class EvidenceJson
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(), new KeyPointsConverter() },
    };

    static readonly PropertyInfo[] Fields =
        [.. typeof(FrameEvidence).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(field => !field.PropertyType.IsByRefLike)];

    /// <summary>One object, on one line.</summary>
    public static string Write(FrameEvidence evidence) => new JsonObject(Fields.Select(field => KeyValuePair.Create(
        JsonNamingPolicy.CamelCase.ConvertName(field.Name),
        JsonSerializer.SerializeToNode(field.GetValue(evidence), field.PropertyType, Options))))
        .ToJsonString(Options);

    // an inline array has no fields to reflect on: x, y, z of one point after another
    sealed class KeyPointsConverter : JsonConverter<FaceKeyPoints>
    {
        public override FaceKeyPoints Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, FaceKeyPoints value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var point in (ReadOnlySpan<Vector3>)value)
            {
                writer.WriteNumberValue(point.X);
                writer.WriteNumberValue(point.Y);
                writer.WriteNumberValue(point.Z);
            }

            writer.WriteEndArray();
        }
    }
}
