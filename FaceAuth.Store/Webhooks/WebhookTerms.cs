using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Store.Webhooks;

/// <summary>What an endpoint's row holds sealed.</summary>
internal sealed record WebhookTerms(
    string Url, IReadOnlyList<string>? Events, string Secret, string? OldSecret = null, DateTimeOffset? OldSecretUntil = null)
{
    /// <summary>What signs now. The old secret first: some verifiers look at the first signature alone, and have that one yet.</summary>
    public IReadOnlyList<string> SecretsAt(DateTimeOffset now) => OldSecret is { } old && OldSecretUntil > now ? [old, Secret] : [Secret];

    public bool IsFor(string type) => Events is null || Events.Contains(type);

    public string ToJson() => JsonSerializer.Serialize(this, WebhookJson.Default.WebhookTerms);

    public static WebhookTerms Of(string json) => JsonSerializer.Deserialize(json, WebhookJson.Default.WebhookTerms)!;

    /// <summary>Never prints the address or a secret.</summary>
    public override string ToString() => nameof(WebhookTerms);
}

/// <summary>JSON of what is stored; written by the compiler.</summary>
[JsonSerializable(typeof(WebhookTerms))]
[JsonSerializable(typeof(List<Contracts.WebhookAttempt>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
