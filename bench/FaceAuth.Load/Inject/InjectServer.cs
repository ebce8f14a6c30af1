using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FaceAuth.Load.Simulate;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Load.Inject;

/// <summary>The server under test, as a relying party asks it.</summary>
internal sealed class InjectServer : IDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    readonly HttpClient _http;
    readonly Uri _server;

    public InjectServer(Uri server, string apiKey)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = ServerApi.Below(server, ""), Timeout = TimeSpan.FromSeconds(15) };
        _http.DefaultRequestHeaders.TryAddWithoutValidation(ApiKeyHandler.HeaderName, apiKey);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Creates a session that enrols somebody new by <c>passive</c>.</summary>
    /// <returns>Its id, its token, and where its hub is.</returns>
    /// <exception cref="LoadException">The server refuses.</exception>
    public async Task<(Guid Id, string Token, Uri Hub)> CreateAsync(string subject, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync(
            "v1/sessions", new { purpose = "enroll", subject, nonce = Guid.NewGuid().ToString("N"), policy = "passive" }, cancellation);
        var said = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode) throw new LoadException($"{_server} creates no session ({(int)answer.StatusCode}): {said}");
        var session = JsonDocument.Parse(said).RootElement;
        return (session.GetProperty("id").GetGuid(), session.GetProperty("token").GetString()!,
            ServerApi.Below(_server, session.GetProperty("hub").GetString()!));
    }

    /// <summary>Waits for the session's end.</summary>
    /// <returns>How it ended, and what its signals say by name; none where there was no decision.</returns>
    public async Task<(string Outcome, IReadOnlyDictionary<string, string> Signals)> EndAsync(Guid id, CancellationToken cancellation)
    {
        while (true)
        {
            var session = await _http.GetFromJsonAsync<JsonElement>($"v1/sessions/{id}", cancellation);
            if (session.GetProperty("state").GetString() is "decided" or "ended")
            {
                var signals = session.TryGetProperty("scores", out var scores) && scores.ValueKind == JsonValueKind.Object
                    && scores.TryGetProperty("signals", out var said) && said.ValueKind == JsonValueKind.Object
                    ? said.EnumerateObject().ToDictionary(signal => signal.Name, signal => signal.Value.GetString() ?? "") : [];
                return (session.GetProperty("outcome").GetString() ?? "", signals);
            }

            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Erases whom a session enrolled.</summary>
    public async Task ForgetAsync(string subject, CancellationToken cancellation)
    {
        using var answer = await _http.DeleteAsync($"v1/subjects/{subject}", cancellation);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
            throw new LoadException($"{_server} does not erase {subject} ({(int)answer.StatusCode}).");
    }

    /// <summary>A script of the server's browser component.</summary>
    public Task<string> ScriptAsync(string name, CancellationToken cancellation) =>
        _http.GetStringAsync("component/" + name, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
