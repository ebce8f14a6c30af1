using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Nodes;

/// <summary>What one node asks the one that runs a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">Id of the token that its browser brought.</param>
/// <param name="Offer">The offer of an ICE restart; null where it is asked whether the browser may come back.</param>
/// <param name="Connection">The hub connection that brought it; null for none.</param>
internal sealed partial record CarriedQuestion(Guid Session, string Token, string? Offer = null, string? Connection = null)
{
    /// <summary>What the browser's token stands for.</summary>
    [JsonIgnore] public SessionTicket Ticket => new(Session, Token);

    /// <summary>As it is sent.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CarriedJson.Default.CarriedQuestion);

    /// <summary>What was sent; null for what is none.</summary>
    public static CarriedQuestion? Read(byte[] said) => Read(said, CarriedJson.Default.CarriedQuestion);

    /// <summary>Never prints the offer.</summary>
    public override string ToString() => $"CarriedQuestion {{ Session = {Session} }}";

    static T? Read<T>(byte[] said, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(said, type);
        }
        catch (JsonException)
        {
            return null;   // another version's
        }
    }

    /// <summary>What is answered: a description or a time, or the refusal's code and words.</summary>
    internal sealed record Answer(string? Sdp = null, DateTimeOffset? EndsAt = null, string? Code = null, string? Text = null)
    {
        /// <summary>A refusal's answer.</summary>
        public static Answer Of(Refusal refusal) => new(Code: refusal.Code, Text: refusal.Text);

        /// <summary>The refusal that it is; null for none.</summary>
        [JsonIgnore]
        public Refusal? Refusal => Code is null ? null
            : (Refusals.All.FirstOrDefault(one => one.Code == Code) ?? Refusals.InternalError).With(Text ?? "");

        /// <summary>As it is sent.</summary>
        public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CarriedJson.Default.Answer);

        /// <summary>What was sent; null for what is none.</summary>
        public static Answer? Read(byte[] said) => CarriedQuestion.Read(said, CarriedJson.Default.Answer);

        /// <summary>Never prints the description.</summary>
        public override string ToString() => $"Answer {{ Code = {Code} }}";
    }

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(CarriedQuestion))]
    [JsonSerializable(typeof(Answer))]
    sealed partial class CarriedJson : JsonSerializerContext;
}
