using System.Text.Json.Serialization;

namespace FaceAuth.Client;

/// <summary>A new session on the wire.</summary>
internal sealed record SessionBody(
    SessionPurpose Purpose, string? Subject, string? Group, string? Nonce, string? Policy, ConsentBody? Consent);

/// <summary>What was agreed to, on the wire.</summary>
internal sealed record ConsentBody(string Version, string? Language);

/// <summary>A refusal (RFC 9457).</summary>
internal sealed record ProblemBody(string? Code = null, string? Title = null, string? Detail = null);

/// <summary>A webhook's body.</summary>
internal sealed record EventBody(string? Type = null, DateTimeOffset? Timestamp = null, System.Text.Json.JsonElement? Data = null);

/// <summary>Serialisers, written by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(StartedSession))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(EventBody))]
internal sealed partial class ClientJson : JsonSerializerContext;
