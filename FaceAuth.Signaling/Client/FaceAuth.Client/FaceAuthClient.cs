using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FaceAuth.Client;

/// <summary>Creates, reads and cancels sessions. Safe from many threads.</summary>
/// <remarks>
/// What the server refuses is a <see cref="FaceAuthException"/>; a server that cannot be reached is a
/// <see cref="HttpRequestException"/>, one that takes too long an <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class FaceAuthClient
{
    const string KeyHeader = "X-Api-Key";
    const int LongestAnswer = 1 << 20;   // bytes

    readonly HttpClient _http;

    /// <summary>A client over one HTTP client, whose base address and API key it sets. Prefer <see cref="FaceAuthServices"/>.</summary>
    /// <param name="http">Its own; it should follow no redirect, which would take the key along.</param>
    /// <param name="options">Server and key.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says which.</exception>
    public FaceAuthClient(HttpClient http, FaceAuthClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate(new(options)).FirstOrDefault() is { } fault) throw new ArgumentException(fault.ErrorMessage, nameof(options));
        Prepare(http, options);
        _http = http;
    }

    /// <summary>As the host makes it, of an HTTP client that is ready.</summary>
    internal FaceAuthClient(HttpClient http) => _http = http;

    /// <summary>Creates a session.</summary>
    /// <exception cref="FaceAuthException">The server refused.</exception>
    public Task<StartedSession> CreateSessionAsync(NewSession session, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session is { ConsentLanguage: not null, ConsentVersion: null })
            throw new ArgumentException("ConsentLanguage says in which language a text was read: set ConsentVersion too.", nameof(session));
        var consent = session.ConsentVersion is { } version ? new ConsentBody(version, session.ConsentLanguage) : null;
        var body = new SessionBody(session.Purpose, session.Subject, session.Group, session.Nonce, session.Policy, consent);
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/sessions");
        request.Content = JsonContent.Create(body, ClientJson.Default.SessionBody);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());   // so that a handler may send it again
        return ReadAsync(request, ClientJson.Default.StartedSession, cancellation);
    }

    /// <summary>Reads a session.</summary>
    /// <exception cref="FaceAuthException">There is none of that id, or it is somebody else's: "session_unknown".</exception>
    public Task<SessionView> GetSessionAsync(Guid id, CancellationToken cancellation = default) =>
        ReadAsync(new(HttpMethod.Get, $"v1/sessions/{id}"), ClientJson.Default.SessionView, cancellation);

    /// <summary>Cancels a session: whoever runs it is told that it is over.</summary>
    /// <exception cref="FaceAuthException">There is none of that id, or it has ended.</exception>
    public async Task CancelSessionAsync(Guid id, CancellationToken cancellation = default)
    {
        using var answer = await SendAsync(new(HttpMethod.Delete, $"v1/sessions/{id}"), cancellation);
    }

    /// <summary>The server's own page for a session, to send the person to. It holds the token: keep it out of logs.</summary>
    /// <param name="session">The session.</param>
    /// <param name="returnTo">Where they come back to afterwards; the operator has to allow it.</param>
    public Uri PageOf(StartedSession session, Uri? returnTo = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        // what stands behind # is sent to no server
        var fragment = $"#token={Uri.EscapeDataString(session.Token)}&nonce={Uri.EscapeDataString(session.Nonce)}";
        return new Uri(_http.BaseAddress!, returnTo is null ? fragment : $"{fragment}&return={Uri.EscapeDataString(returnTo.AbsoluteUri)}");
    }

    internal static Uri BaseOf(Uri server) => server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");

    internal static void Prepare(HttpClient http, FaceAuthClientOptions options)
    {
        http.BaseAddress = BaseOf(options.Server!);
        http.DefaultRequestHeaders.Remove(KeyHeader);
        http.DefaultRequestHeaders.Add(KeyHeader, options.ApiKey);
    }

    async Task<T> ReadAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await SendAsync(request, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellation) ?? throw BadAnswer(answer.StatusCode);
        }
        catch (JsonException fault)
        {
            throw BadAnswer(answer.StatusCode, fault);
        }
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            try
            {
                await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellation);
                if (answer.IsSuccessStatusCode) return answer;
                throw await RefusalAsync(answer, cancellation);
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }

    static async Task<FaceAuthException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var problem = default(ProblemBody);
        try
        {
            if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
                problem = await answer.Content.ReadFromJsonAsync(ClientJson.Default.ProblemBody, cancellation);
        }
        catch (JsonException)
        {
        }

        if (problem?.Code is null) return BadAnswer(answer.StatusCode);
        var retry = answer.Headers.RetryAfter?.Delta;
        return new($"{problem.Detail ?? problem.Title} ({problem.Code})", problem.Code, answer.StatusCode, retry);
    }

    static FaceAuthException BadAnswer(HttpStatusCode status, Exception? fault = null) =>
        new($"What answered {(int)status} is no FaceAuth server, or one of another version.", "bad_answer", status, inner: fault);
}
