// A service that lets people in by their face. Enrol somebody with the same key first, then run it and open the address it prints:
// FaceAuth__Server=https://faceauth.example.org FaceAuth__ApiKey=fa_… dotnet run
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection("FaceAuth");
var (issuer, policy) = (settings["Issuer"] ?? "faceauth", settings["Policy"] ?? "standard");
using var faceAuth = new HttpClient { BaseAddress = new Uri(settings["Server"] ?? throw new ArgumentException("Set FaceAuth__Server.")) };
faceAuth.DefaultRequestHeaders.Add("X-Api-Key", settings["ApiKey"]);
using var visits = new MemoryCache(new MemoryCacheOptions());   // who asked for what, by their cookie
var app = builder.Build();

app.MapGet("/", () => Page("<form method=post action=/start><label>Name <input name=name></label> <button>Sign in</button></form>"));

app.MapPost("/start", async (HttpContext http) =>
{
    var (name, nonce) = ((await http.Request.ReadFormAsync())["name"].ToString(), RandomNumberGenerator.GetHexString(32));
    using var answer = await faceAuth.PostAsJsonAsync("/v1/sessions", new { purpose = "verify", subject = name, nonce, policy });
    if (!answer.IsSuccessStatusCode) return Page("<h1>Refused</h1>" + WebUtility.HtmlEncode(await answer.Content.ReadAsStringAsync()));
    var visit = RandomNumberGenerator.GetHexString(32);
    visits.Set(visit, new Visit(name, nonce, (await answer.Content.ReadFromJsonAsync<Started>())!), TimeSpan.FromMinutes(5));
    http.Response.Cookies.Append("visit", visit, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps });
    return Results.Redirect("/enter");
});

app.MapGet("/enter", async (HttpContext http) =>
{
    var cookie = http.Request.Cookies["visit"] ?? "";
    if (visits.Get<Visit>(cookie) is not { } visit) return Results.Redirect("/");
    var seen = (await faceAuth.GetFromJsonAsync<Seen>($"/v1/sessions/{visit.Session.Id}"))!;
    if (seen is { Verdict: null, Outcome: null })   // nobody was looked at yet; what stands behind # is in no server's log
        return Page($"<meta http-equiv=refresh content=2><a target=_blank href='{faceAuth.BaseAddress}#token={visit.Session.Token}"
            + $"&nonce={visit.Nonce}'>Show your face</a>");
    visits.Remove(cookie);   // a verdict lets in once
    if (seen.Verdict is null || !await IsGoodAsync(seen.Verdict, visit)) return Page($"<h1>Refused</h1>{seen.Outcome}");
    return Page($"<h1>Welcome, {WebUtility.HtmlEncode(visit.Name)}</h1>");   // here the service's own session begins
});

await app.RunAsync();

async Task<bool> IsGoodAsync(string verdict, Visit visit)
{
    var keys = new JsonWebKeySet(await faceAuth.GetStringAsync("/.well-known/jwks.json"));
    var result = await new JsonWebTokenHandler().ValidateTokenAsync(verdict, new()   // exp is checked as well
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = ["faceauth-verdict+jwt"],
        IssuerSigningKeys = keys.GetSigningKeys(),
        ValidIssuer = issuer,
        ValidAudience = visit.Session.Audience,
        ClockSkew = TimeSpan.FromSeconds(30),
    });
    return result is { IsValid: true, SecurityToken: JsonWebToken token }
        && Is("sid", visit.Session.Id.ToString()) && Is("nonce", visit.Nonce)    // of this session, which this person asked for
        && Is("sub", visit.Name) && Is("purpose", "verify") && Is("policy", policy)   // an enrolment verifies nobody
        && Is("accepted", true);

    bool Is<T>(string name, T value) => token.TryGetPayloadValue<T>(name, out var said) && Equals(said, value);
}

static IResult Page(string body) => Results.Content($"<!doctype html><title>A service</title>{body}", "text/html; charset=utf-8");

internal sealed record Started(Guid Id, string Token, string Audience);

internal sealed record Seen(string? Outcome, string? Verdict);

internal sealed record Visit(string Name, string Nonce, Started Session);
