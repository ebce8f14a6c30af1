using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Reads an <see cref="OfferMessage"/> of whatever a client sends.</summary>
/// <remarks>The hub then says what is wrong with it; the framework would refuse another shape without a word.</remarks>
internal sealed class OfferReader : JsonConverter<OfferMessage>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override OfferMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var said = JsonElement.ParseValue(ref reader);
        if (said.ValueKind != JsonValueKind.Object) return new(null) { IsShaped = false };
        var (sdp, can, cannot) = (Of("sdp"), Of("can"), Of("cannot"));
        return new(sdp is { ValueKind: JsonValueKind.String } text ? text.GetString() : null, can, cannot)
        {
            IsShaped = sdp is null or { ValueKind: JsonValueKind.String or JsonValueKind.Null },
        };

        // in whatever case, as the protocol reads other messages
        JsonElement? Of(string name)
        {
            foreach (var property in said.EnumerateObject())
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
            return null;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: nobody is sent one.</exception>
    public override void Write(Utf8JsonWriter writer, OfferMessage value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
