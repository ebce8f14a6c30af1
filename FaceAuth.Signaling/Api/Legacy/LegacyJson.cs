using System.Text.Json.Serialization;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Tokens as the reference system's clients read them; each by both of the names that such clients use.</summary>
internal sealed record LegacyTokens(
    [Field("For the API: `Authorization: Bearer …`.")] string Access,
    [Field("For the next pair; good once.")] string Refresh,
    [Field("The same as access.")] string AccessToken,
    [Field("The same as refresh.")] string RefreshToken,
    [Field("How it is sent.", OneOf = "Bearer")] string TokenType,
    [Field("Seconds that the access token is good for.", Least = 1)] int ExpiresIn,
    LegacyUser User)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => "LegacyTokens { ‹private› }";
}

/// <summary>Who signed in.</summary>
internal sealed record LegacyUser(
    [Field("The user's id.")] string Id,
    [Field("The user's name.")] string Username,
    [Field("The name, where it is an address.")] string? Email)
{
    /// <summary>Never prints the name.</summary>
    public override string ToString() => $"LegacyUser {{ Id = {Id} }}";
}

/// <summary>One word on how something stands.</summary>
internal sealed record LegacyStatus([Field("The word.")] string Status);

/// <summary>Serialisers in snake case, written by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LegacyTokens))]
[JsonSerializable(typeof(LegacyStatus))]
[JsonSerializable(typeof(LegacyMessage))]
[JsonSerializable(typeof(LegacyView))]
[JsonSerializable(typeof(LegacyAnswer))]
[JsonSerializable(typeof(LegacyActivity))]
[JsonSerializable(typeof(LegacySystem))]
[JsonSerializable(typeof(LegacyPerformance))]
internal sealed partial class LegacyJson : JsonSerializerContext;
