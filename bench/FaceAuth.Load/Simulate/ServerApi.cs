using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Load.Simulate;

/// <summary>The server's REST API as a client of it sees it. Every failure is a <see cref="SimulateException"/>.</summary>
/// <remarks>The client's base address ends with /: see <see cref="Below"/>.</remarks>
internal sealed class ServerApi(HttpClient http)
{
    /// <summary>An address of a server whose own may have a path, which a proxy in front of it gave it.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="path">From the server's root on; "" for the root, with a / at the end.</param>
    public static Uri Below(Uri server, string path)
    {
        var root = server.AbsolutePath.EndsWith('/') ? server.AbsolutePath : server.AbsolutePath + "/";
        // a server that knows its own path names it in what it says
        var rest = path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path.TrimStart('/');
        return new Uri(server, root + rest);
    }

    /// <summary>A session as its creator gets it.</summary>
    internal sealed record Session(Guid Id, string Token, string Nonce, string Hub)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => $"Session {{ Id = {Id} }}";
    }

    sealed record Tokens(string AccessToken);

    sealed record Problem(string? Code, string? Detail, string? Title);

    /// <summary>Speaks as the relying party or the user of the settings from now on; registers the user when unknown.</summary>
    public async Task SignInAsync(SimulateSettings settings, CancellationToken cancellation)
    {
        if (settings.ApiKey is { } key)
        {
            if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
                throw new SimulateException(
                    "That is not an API key: it holds a space, a line break or a letter that no key has. Copy the key alone.");
            http.DefaultRequestHeaders.TryAddWithoutValidation(ApiKeyHandler.HeaderName, key);
            return;
        }

        var account = new { userName = settings.User, password = settings.Password };
        var (tokens, problem) = await TryPostAsync<Tokens>("v1/auth/login", account, cancellation);
        if (problem?.Code == "login_failed")
        {
            (tokens, problem) = await TryPostAsync<Tokens>("v1/auth/register", account, cancellation);
            if (problem?.Code == "name_taken")
                throw new SimulateException(
                    $"The password of {settings.User} is wrong, or there were too many attempts. "
                    + "Check --password; after 5 failed attempts wait 5 minutes.");
        }

        if (problem is not null) throw Refused("sign in", problem);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens!.AccessToken);
    }

    /// <summary>Creates the session.</summary>
    public async Task<Session> CreateSessionAsync(SimulateSettings settings, string nonce, CancellationToken cancellation)
    {
        var consent = settings.Consent is { } version ? new { version } : null;
        var (session, problem) = await TryPostAsync<Session>(
            "v1/sessions",
            new
            {
                purpose = settings.Purpose,
                subject = settings.Subject,
                nonce,
                policy = settings.Policy,
                group = settings.Group,
                consent,
            },
            cancellation);
        return problem is null ? session! : throw Refused("create the session", problem);
    }

    /// <summary>The keys that verdicts are checked with.</summary>
    public async Task<string> GetKeysAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, ".well-known/jwks.json"), cancellation);
        if (!answer.IsSuccessStatusCode) throw Refused("give its verdict keys", await ReadProblemAsync(answer, cancellation));
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    async Task<(T? Answer, (string Code, string Text, int Status)? Problem)> TryPostAsync<T>(
        string path, object body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(new(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, cancellation);
        if (!answer.IsSuccessStatusCode) return (default, await ReadProblemAsync(answer, cancellation));
        try
        {
            if (await answer.Content.ReadFromJsonAsync<T>(cancellation) is { } read) return (read, null);
        }
        catch (JsonException)
        {
        }

        throw new SimulateException($"{http.BaseAddress} answers {path} with something else than FaceAuth does. Check --server.");
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException refused)
        {
            throw new SimulateException(
                $"The certificate of {http.BaseAddress} is not trusted here, or there is no https: {refused.Message} Name the file of the "
                + "authority that made it in the environment: SSL_CERT_FILE=…/ca.pem (of eng/run --https it lies in .data/https).", e);
        }
        catch (HttpRequestException e)
        {
            throw new SimulateException(
                $"No server answers at {http.BaseAddress}: start it with eng/run, or name another with --server.", e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new SimulateException($"The server at {http.BaseAddress} does not answer in time. Look at its log.", e);
        }
        finally
        {
            request.Dispose();
        }
    }

    static async Task<(string Code, string Text, int Status)?> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        Problem? problem = null;
        try
        {
            problem = await answer.Content.ReadFromJsonAsync<Problem>(cancellation);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
        }

        var fallback = answer.StatusCode == HttpStatusCode.NotFound
            ? "There is no FaceAuth at this address. Check --server."
            : "It gives no reason.";
        return (problem?.Code ?? "", problem?.Detail ?? problem?.Title ?? fallback, (int)answer.StatusCode);
    }

    static SimulateException Refused(string what, (string Code, string Text, int Status)? problem)
    {
        var (code, text, status) = problem!.Value;
        var hint = code switch
        {
            "unauthorized" or "api_key_invalid" => " Pass it with --api-key or FACEAUTH_API_KEY.",
            "policy_too_mild" => " For a try, start the server with --Signaling:LeastPolicy passive; or name --policy standard and play a "
                + "clip of a person who does what is asked; or use an --api-key, which may choose.",
            _ => "",
        };
        return new($"The server does not {what} ({status}{(code.Length > 0 ? " " + code : "")}): {text}{hint}")
        {
            Code = code.Length > 0 ? code : null,
        };
    }
}
