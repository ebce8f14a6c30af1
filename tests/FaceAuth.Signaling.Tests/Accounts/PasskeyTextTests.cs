using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Passkeys' answers that are JSON and can still not be read: half a surrogate pair is no text.</summary>
public sealed class PasskeyTextTests
{
    [Theory]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"!"}""")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":"AQ","rawId":"\ud800","type":"public-key","response":{"userHandle":"\ud800"}}""")]
    public async Task A_credential_that_cannot_be_read_is_refused(string credential)
    {
        await using var host = new HostApplication();
        using var user = await host.UserAsync();

        using var login = await AnswerAsync(user, "/v1/auth/passkey/options", "/v1/auth/passkey/login", credential);
        using var added = await AnswerAsync(user, "/v1/account/passkeys/options", "/v1/account/passkeys", credential);

        await login.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
        await added.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    static async Task<HttpResponseMessage> AnswerAsync(HttpClient client, string asked, string path, string credential)
    {
        using var question = await client.PostAsJsonAsync(asked, new { });
        var state = (await question.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString();
        using var body = new StringContent($$"""{"state":"{{state}}","credential":{{credential}}}""", Encoding.UTF8, "application/json");
        return await client.PostAsync(path, body);
    }
}
