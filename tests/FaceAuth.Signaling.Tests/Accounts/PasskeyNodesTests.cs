using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>A passkey's question is answered once, whichever node is asked, with nothing between the nodes but the store.</summary>
public sealed class PasskeyNodesTests
{
    public static TheoryData<string> Engines => OwnDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_was_answered_on_one_node_is_answered_on_no_other(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        (string, string)[] settings = [.. database.Settings, ("RateLimits:AuthPerAddress", "1000")];
        await using var one = new HostApplication(settings);
        await using var other = new HostApplication(settings);
        using var device = new SoftAuthenticator("http://localhost");
        using var user = await one.UserAsync();
        var (added, toAdd) = await AskAsync(user, "/v1/account/passkeys/options");
        using var made = await user.PostAsJsonAsync("/v1/account/passkeys", new { state = added, credential = device.Create(toAdd) });
        device.Counter++;
        using var here = one.CreateClient();
        using var there = other.CreateClient();
        var (state, options) = await AskAsync(here, "/v1/auth/passkey/options");
        var first = device.Get(options);
        device.Counter++;
        var second = device.Get(options);

        using var answer = await there.PostAsJsonAsync("/v1/auth/passkey/login", new { state, credential = first });
        using var again = await here.PostAsJsonAsync("/v1/auth/passkey/login", new { state, credential = second });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.StatusCode, answer.StatusCode));
        await again.AssertProblemAsync(HttpStatusCode.Unauthorized, "passkey_failed");
    }

    static async Task<(string State, JsonElement Options)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsJsonAsync(path, new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var question = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (question.GetProperty("state").GetString()!, question.GetProperty("options"));
    }
}
