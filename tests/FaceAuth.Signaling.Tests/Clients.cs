using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FaceAuth.Signaling.Tests;

/// <summary>What tests ask of the API.</summary>
static class Clients
{
    public static async Task<JsonElement> CreateSessionAsync(this HttpClient client, object request)
    {
        using var answer = await client.PostAsJsonAsync("/v1/sessions", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The answer is a problem (RFC 9457) with that status and code, and says what to do next.</summary>
    public static async Task AssertProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        Assert.EndsWith(".", problem.GetProperty("detail").GetString()!.TrimEnd(')', ' '), StringComparison.Ordinal);
    }
}
