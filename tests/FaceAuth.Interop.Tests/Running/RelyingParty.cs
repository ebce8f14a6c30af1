using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>What a relying party does: create sessions, look at them, check verdicts with the published keys.</summary>
static class RelyingParty
{
    public static async Task<CreatedSession> CreateAsync(
        this ServerProcess server, string purpose, string subject, string? nonce = null, string policy = "passive")
    {
        using var answer = await server.Http.PostAsJsonAsync("/v1/sessions", new { purpose, subject, nonce, policy });
        if (answer.StatusCode != HttpStatusCode.Created)
            Assert.Fail($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}\n{server.Log}");
        return (await answer.Content.ReadFromJsonAsync<CreatedSession>())!;
    }

    public static async Task<SessionView> LookAsync(this ServerProcess server, Guid session) =>
        (await server.Http.GetFromJsonAsync<SessionView>($"/v1/sessions/{session}"))!;

    /// <summary>Waits until the session is over.</summary>
    public static async Task<SessionView> EndOfAsync(this ServerProcess server, Guid session, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        while (true)
        {
            var view = await server.LookAsync(session);
            if (view.Outcome is not null) return view;
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"The session was still {view.State} after {limit.TotalSeconds} s.\n{server.Log}");
            await Task.Delay(200);
        }
    }

    /// <summary>How many templates the subject has; null when there is no such subject.</summary>
    public static async Task<int?> TemplatesOfAsync(this ServerProcess server, string subject)
    {
        using var answer = await server.Http.GetAsync($"/v1/subjects/{subject}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("templates").GetInt32();
    }

    /// <summary>Checks a verdict's signature against the published keys and returns its claims.</summary>
    public static async Task<JsonElement> CheckAsync(this ServerProcess server, string verdict)
    {
        var keys = new JsonWebKeySet(await server.Http.GetStringAsync("/.well-known/jwks.json"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(verdict, new()
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return JsonElement.Parse(Base64UrlEncoder.Decode(verdict.Split('.')[1]));
    }
}
