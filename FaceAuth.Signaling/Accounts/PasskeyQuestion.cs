using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Accounts;

/// <summary>What a browser is to ask its authenticator.</summary>
/// <param name="State">Comes back with the answer; good once, for 5 minutes.</param>
/// <param name="Options">As <c>PublicKeyCredential.parse…OptionsFromJSON</c> takes it.</param>
internal sealed record PasskeyQuestion(
    [Field("Comes back with the answer; good once, for 5 minutes.")] string State,
    [Field("What `PublicKeyCredential.parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON` takes.", Of = typeof(JsonObject))]
    JsonElement Options);

/// <summary>What the authenticator said.</summary>
/// <param name="State">As it came with the question.</param>
/// <param name="Credential">As <c>PublicKeyCredential.toJSON</c> writes it.</param>
internal sealed record PasskeyAnswer(
    [Field("As it came with the question.", Most = 16384, Required = true)] string? State,
    [Field("What the authenticator said, as `PublicKeyCredential.toJSON` writes it.", Of = typeof(JsonObject), Required = true)]
    JsonElement? Credential)
{
    /// <summary>Never prints either.</summary>
    public override string ToString() => "PasskeyAnswer { ‹private› }";
}
