using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>What a running host answers is what the API's description says that it answers.</summary>
public sealed class OpenApiAnswersTests : IAsyncDisposable
{
    const string OperatorKey = "an operator's key of 32 characters";
    const string Password = "correct horse battery";

    readonly HostApplication _host = new(("Operator:Key", OperatorKey), ("Consent:Version", "2026-03"), ("Consent:Text", "Yes."));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_relying_partys_answers_are_as_described()
    {
        using var client = await PartyAsync();
        var enroll = new { purpose = "enroll", subject = "ada", consent = new { version = "2026-03", language = "en" } };

        var session = await client.CreateSessionAsync(enroll);
        var subject = (await _host.Sessions.FindAsync(session.GetProperty("id").GetGuid(), default))!.SubjectId!.Value;
        await _host.Services.GetRequiredService<ITemplateStore>().AddAsync(subject, [new FaceTemplate("embedder", One(), 0.9f)], default);
        await GetAsync(client, "/v1/consent", "/.well-known/jwks.json", $"/v1/sessions/{session.GetProperty("id")}",
            $"/v1/sessions/{Guid.NewGuid()}", "/v1/subjects?count=1", "/v1/subjects?count=0", "/v1/subjects/ada", "/v1/subjects/nobody",
            "/v1/subjects/ada/consents", "/v1/groups", "/v1/groups/staff", "/v1/figures", "/v1/figures?from=2026-03-02&to=2026-03-01",
            "/v1/auth/sign-ins");
        foreach (var path in new[] { "/v1/groups/staff", "/v1/groups/staff", "/v1/groups/%02", "/v1/groups/staff/subjects/ada" })
            using (await client.PutAsync(path, null)) { }
        await GetAsync(client, "/v1/groups?count=1", "/v1/groups/staff", "/v1/groups/staff/subjects?count=1");
        using (await client.PostAsJsonAsync("/v1/sessions", new { purpose = "dance" })) { }
        using (await client.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", subject = "nobody" })) { }
        await DeleteAsync(client, $"/v1/sessions/{session.GetProperty("id")}", $"/v1/sessions/{session.GetProperty("id")}",
            "/v1/groups/staff/subjects/ada", "/v1/groups/staff", "/v1/subjects/ada", "/v1/subjects/ada");
    }

    [Fact]
    public async Task A_users_answers_are_as_described()
    {
        using var client = Client();
        var login = new { userName = "ada", password = Password };

        using (await client.GetAsync("/v1/sessions/" + Guid.NewGuid())) { }
        var first = await PostAsync(client, "/v1/auth/register", login);
        await PostAsync(client, "/v1/auth/register", login);
        await PostAsync(client, "/v1/auth/register", new { userName = "a", password = "b" });
        await PostAsync(client, "/v1/auth/login", new { userName = "ada", password = "another" });
        var pair = await PostAsync(client, "/v1/auth/login", login);
        pair = await PostAsync(client, "/v1/auth/refresh", new { refreshToken = pair.GetProperty("refreshToken") });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", pair.GetProperty("accessToken").GetString());
        var signIns = await client.JsonAsync("/v1/auth/sign-ins");
        var other = signIns.GetProperty("signIns")[1].GetProperty("id");
        await DeleteAsync(client, $"/v1/auth/sign-ins/{other}", $"/v1/auth/sign-ins/{Guid.NewGuid()}");
        await PostAsync(client, "/v1/sessions", new { purpose = "verify" });
        await PostAsync(client, "/v1/sessions", new { purpose = "enroll", consent = new { version = "2026-03" } });
        await GetAsync(client, "/v1/subjects", "/v1/subjects/me", "/v1/groups", "/v1/figures");
        await PostAsync(client, "/v1/auth/logout", new { refreshToken = first.GetProperty("refreshToken") });
    }

    [Fact]
    public async Task The_operators_answers_are_as_described()
    {
        using var client = Client();
        await GetAsync(client, "/v1/jobs", "/v1/relying-parties/shop/keys");
        client.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);

        var key = await PostAsync(client, "/v1/relying-parties/shop/keys", new { scopes = new[] { "sessions" } });
        await PostAsync(client, "/v1/relying-parties/shop/keys", new { scopes = new[] { "everything" } });
        await GetAsync(client, "/v1/relying-parties/shop/keys", "/v1/relying-parties/nobody/keys", "/v1/jobs", "/v1/figures/all");
        await DeleteAsync(
            client, $"/v1/relying-parties/shop/keys/{key.GetProperty("id")}", $"/v1/relying-parties/shop/keys/{Guid.NewGuid()}");
        var run = (await PostAsync(client, "/v1/jobs/retention/runs", new { })).GetProperty("id");
        await PostAsync(client, "/v1/jobs/retention/runs", new { parameters = new { owner = "shop" } });
        await PostAsync(client, "/v1/jobs/dance/runs", new { });
        await GetAsync(client, "/v1/jobs/retention/runs?count=1", "/v1/jobs/retention/runs?count=0", $"/v1/jobs/retention/runs/{run}",
            "/v1/jobs/retention/runs/99");
        await DeleteAsync(client, $"/v1/jobs/retention/runs/{run}", $"/v1/jobs/retention/runs/{run}", "/v1/jobs/retention/runs/99");
    }

    [Fact]
    public async Task The_reference_systems_answers_are_as_described()
    {
        using var client = Client();
        var login = new { email = "ada@example.org", password = Password };

        var tokens = await PostAsync(client, "/api/auth/register/", login);
        await PostAsync(client, "/api/auth/register/", login);
        await PostAsync(client, "/api/auth/login/", login);
        tokens = await PostAsync(client, "/api/auth/refresh/", new { refresh = tokens.GetProperty("refresh") });
        await GetAsync(client, "/health/", "/api/core/auth/status/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access").GetString());
        await PostAsync(client, "/api/core/enroll/start/", new { });
        await PostAsync(client, "/api/core/enroll/start/", new { consent_version = "2026-03" });
        await PostAsync(client, "/api/core/enroll/frame/", new { frame_data = "data:image/jpeg;base64,/9j/4AAQSkZJRg==" });
        await PostAsync(client, "/api/core/enroll/complete/", new { });
        await PostAsync(client, "/api/core/auth/frame/", new { });
        await PostAsync(client, "/api/streaming/webrtc/offer/", new { });
        await PostAsync(client, "/api/streaming/webrtc/answer/", new { });
        await PostAsync(client, "/api/streaming/webrtc/ice/", new { candidate = "x" });
        await GetAsync(client, "/api/core/auth/status/", "/api/analytics/user-activity/", "/api/analytics/user-activity/?limit=0",
            "/api/analytics/system-metrics/", "/api/analytics/performance/");
        await PostAsync(client, "/api/auth/logout/", new { refresh = tokens.GetProperty("refresh") });
    }

    HttpClient Client() => _host.CreateDefaultClient(new DescribedAnswers());

    async Task<HttpClient> PartyAsync()
    {
        var (_, key) = await _host.Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync("shop", default);
        var client = Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    static async Task GetAsync(HttpClient client, params string[] paths)
    {
        foreach (var path in paths)
            using (await client.GetAsync(path)) { }
    }

    static async Task DeleteAsync(HttpClient client, params string[] paths)
    {
        foreach (var path in paths)
            using (await client.DeleteAsync(path)) { }
    }

    static float[] One()
    {
        var vector = new float[128];
        vector[0] = 1;
        return vector;
    }
}
