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
        var text = TextOf(sdp);
        return new(text, can, cannot) { IsShaped = text is not null || sdp is null or { ValueKind: JsonValueKind.Null } };

        // in whatever case, as the protocol reads other messages
        JsonElement? Of(string name)
        {
            foreach (var property in said.EnumerateObject())
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
            return null;
        }
    }

    /// <summary>A JSON text; null for what is none, also where half of a surrogate pair makes it none.</summary>
    public static string? TextOf(JsonElement? said)
    {
        try
        {
            return said is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OfferMessage value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("sdp", value.Sdp);
        Write("can", value.Can);
        Write("cannot", value.Cannot);
        writer.WriteEndObject();

        void Write(string name, JsonElement? said)
        {
            if (said is not { } some) return;
            writer.WritePropertyName(name);
            some.WriteTo(writer);
        }
    }
}
