using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>One endpoint and method, and whose object is asked for.</summary>
/// <param name="Method">The method.</param>
/// <param name="Route">The route.</param>
/// <param name="Owner">"ada" or "shop"; null where there is no object.</param>
sealed record Door(string Method, string Route, string? Owner)
{
    public string Name => Owner is null ? $"{Method} {Route}" : $"{Method} {Route} of {Owner}";
}

/// <summary>A host, everybody who may come, and what is theirs.</summary>
sealed partial class MatrixCast : IAsyncDisposable
{
    const string OperatorKey = "an operator's key of 32 characters";
    const string Password = "correct horse battery";

    readonly HostApplication _host = new(
        ("Operator:Key", OperatorKey), ("RateLimits:AuthPerAddress", "100000"), ("RateLimits:SessionsPerAddress", "1000000"),
        ("RateLimits:SessionsPerRelyingParty", "1000000"), ("RateLimits:SessionsPerUser", "100000"),
        ("RateLimits:ConnectionsPerAddress", "1000000"), ("RateLimits:ConnectionsPerSession", "100000"),
        ("Telemetry:Prometheus", "true"), HostApplication.Console);

    readonly Dictionary<string, HttpClient> _clients = [];
    string? _webhook;
    string? _account;
    int _made;

    /// <summary>Who comes; a relying party with the scopes of its key behind a slash.</summary>
    public IEnumerable<string> Callers => _clients.Keys;

    public async Task StartAsync()
    {
        _clients["nobody"] = _host.CreateClient();
        _clients["ada"] = await _host.UserAsync("ada");
        _clients["bob"] = await _host.UserAsync("bob");
        _clients["shop"] = await PartyAsync("shop", null);
        foreach (var scope in KeyScopes.All) _clients[$"shop/{scope}"] = await PartyAsync("shop", [scope]);
        _clients["other"] = await PartyAsync("other", null);
        _clients["operator"] = With("X-Operator-Key", OperatorKey);
        foreach (var role in new[] { "admin", "operator", "auditor" }) _clients[$"user/{role}"] = await StaffAsync(role);
        var token = (await _clients["shop"].CreateSessionAsync(new { purpose = "identify" })).GetProperty("token").GetString()!;
        _clients["session"] = _host.CreateClient();
        _clients["session"].DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var access = _clients["ada"].DefaultRequestHeaders.Authorization!.Parameter;
        _clients["cookie"] = With("Cookie", $"faceauth_ws={access}");
        _clients["cookie"].DefaultRequestHeaders.Add("Origin", _host.Server.BaseAddress.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Every endpoint that there is, once for each owner of what it is about.</summary>
    public IEnumerable<Door> Doors() =>
        from endpoint in _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let route = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method != "OPTIONS"
        from owner in OwnersOf(route)
        let door = new Door(method, route, owner)
        orderby door.Route, door.Method, door.Owner
        select door;

    /// <summary>How far a caller gets: past the door, or what is said there.</summary>
    public async Task<string> AskAsync(Door door, string who)
    {
        var path = await PathOfAsync(door);
        using var request = new HttpRequestMessage(new(door.Method), path);
        if (door.Method is not ("GET" or "HEAD")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await _clients[who].SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)answer.StatusCode;
        if (status is not (401 or 403 or 404)) return "passes";
        var text = await answer.Content.ReadAsStringAsync();
        return $"{status} {(text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() : "")}".TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values) client.Dispose();
        await _host.DisposeAsync();
    }

    static string?[] OwnersOf(string route) => route switch
    {
        _ when route.StartsWith("/v1/sessions/{", StringComparison.Ordinal) => ["ada", "shop"],
        _ when route.StartsWith("/v1/subjects/{", StringComparison.Ordinal) => ["ada", "shop"],
        _ when route.StartsWith("/v1/groups/{", StringComparison.Ordinal) => ["shop"],
        _ when route.StartsWith("/v1/webhooks/{", StringComparison.Ordinal) => ["shop"],
        _ when route.StartsWith("/v1/auth/sign-ins/{", StringComparison.Ordinal) => ["ada"],
        _ when route.StartsWith("/v1/accounts/{", StringComparison.Ordinal) => ["eve"],
        _ when route.Contains('{', StringComparison.Ordinal) => ["nobody"],
        _ => [null],
    };

    /// <summary>The path to an object that is there now; what nobody owns, and nobody here knows to make, is not.</summary>
    async Task<string> PathOfAsync(Door door)
    {
        var (prefix, rest) = (door.Route, "");
        if (door.Route.IndexOf('{', StringComparison.Ordinal) is > 0 and var at) (prefix, rest) = (door.Route[..at], door.Route[at..]);
        if (rest.Length == 0) return door.Route;
        var after = rest[(rest.IndexOf('}', StringComparison.Ordinal) + 1)..];
        var name = (prefix, door.Owner) switch
        {
            ("/v1/sessions/", _) => await SessionAsync(door.Owner!),
            ("/v1/subjects/", "shop") => await SubjectAsync(),
            ("/v1/subjects/", _) => await AdaAsync(),
            ("/v1/groups/", _) => await GroupAsync(door),
            ("/v1/auth/sign-ins/", _) => await SignInAsync(),
            ("/v1/webhooks/", _) => _webhook = await KeptAsync("shop", "/v1/webhooks", _webhook, new
            {
                url = "https://shop.example.org/hooks",
                events = new[] { "session.finished" },
            }),
            ("/v1/accounts/", _) => _account = await KeptAsync("operator", "/v1/accounts", _account, new
            {
                userName = "eve",
                role = "user",
            }),
            ("/v1/jobs/", _) => "retention",
            ("/v1/relying-parties/", _) => "shop",
            _ => Guid.Empty.ToString(),
        };
        var inner = prefix == "/v1/groups/" && after.Contains('{', StringComparison.Ordinal) ? await MemberAsync(name) : null;
        return prefix + name + Parameter().Replace(after, found =>
            inner ?? (found.Value.Contains(":long", StringComparison.Ordinal) ? "1" : Guid.Empty.ToString()));
    }

    async Task<string> SessionAsync(string owner)
    {
        object wish = owner == "ada" ? new { purpose = "enroll" } : new { purpose = "identify" };
        return (await _clients[owner].CreateSessionAsync(wish)).GetProperty("id").GetString()!;
    }

    async Task<string> AdaAsync()
    {
        await SessionAsync("ada");   // makes the subject anew where it was erased
        return (await _clients["ada"].JsonAsync("/v1/subjects/me")).GetProperty("id").GetString()!;
    }

    async Task<string> SubjectAsync()
    {
        var name = $"customer-{_made++}";
        await _clients["shop"].CreateSessionAsync(new { purpose = "enroll", subject = name });
        return name;
    }

    async Task<string> GroupAsync(Door door)
    {
        var name = $"group-{_made++}";
        if (door is not { Method: "PUT", Route: "/v1/groups/{name}" })
            using (await _clients["shop"].PutAsync($"/v1/groups/{name}", null)) { }
        return name;
    }

    async Task<string> MemberAsync(string group)
    {
        var name = await SubjectAsync();
        using (await _clients["shop"].PutAsync($"/v1/groups/{group}/subjects/{name}", null)) { }
        return name;
    }

    /// <summary>What was made before, where it is there still; else made anew.</summary>
    async Task<string> KeptAsync(string who, string path, string? known, object wish)
    {
        if (known is not null)
        {
            using var there = await _clients[who].GetAsync($"{path}/{known}");
            if (there.IsSuccessStatusCode) return known;
        }

        using var answer = await _clients[who].PostAsJsonAsync(path, wish);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, made.ToString());
        return FindId(made);
    }

    /// <summary>The id of what was made, which may stand beside a secret or a link.</summary>
    static string FindId(JsonElement made) => made.TryGetProperty("id", out var id) ? id.GetString()!
        : FindId(made.EnumerateObject().First(field => field.Value.ValueKind == JsonValueKind.Object).Value);

    async Task<HttpClient> StaffAsync(string role)
    {
        var name = $"staff-{role}";
        using var user = await _host.UserAsync(name);
        var id = (await user.JsonAsync("/v1/account")).GetProperty("id").GetString();
        using var given = await _clients["operator"].PutAsJsonAsync($"/v1/accounts/{id}/role", new { role });
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync());
        return await SignedInAsync(name);   // the token from before knows nothing of it
    }

    async Task<HttpClient> SignedInAsync(string name)
    {
        var client = _host.CreateClient();
        using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = name, password = Password });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    async Task<string> SignInAsync()
    {
        using var client = await SignedInAsync("ada");
        return (await client.JsonAsync("/v1/auth/sign-ins")).GetProperty("signIns").EnumerateArray()
            .Single(one => one.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
    }

    async Task<HttpClient> PartyAsync(string name, string[]? scopes)
    {
        var parties = _host.Services.GetRequiredService<IRelyingPartyStore>();
        var (_, key) = await parties.IssueKeyAsync(name, default, new KeyTerms(scopes));
        return With("X-Api-Key", key);
    }

    HttpClient With(string header, string value)
    {
        var client = _host.CreateDefaultClient();   // without a jar, which would take the cookie
        client.DefaultRequestHeaders.Add(header, value);
        return client;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
