using System.Text.Json.Serialization;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Tokens as the reference system's clients read them; each by both of the names that such clients use.</summary>
internal sealed record LegacyTokens(
    string Access, string Refresh, string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, LegacyUser User)
{
    /// <summary>Never prints the tokens.</summary>
    public override string ToString() => "LegacyTokens { ‹private› }";
}

/// <summary>Who signed in.</summary>
internal sealed record LegacyUser(string Id, string Username, string? Email)
{
    /// <summary>Never prints the name.</summary>
    public override string ToString() => $"LegacyUser {{ Id = {Id} }}";
}

/// <summary>One word on how something stands.</summary>
internal sealed record LegacyStatus(string Status);

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
