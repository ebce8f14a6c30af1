using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>Plays the server to the sample service: every session is accepted, and the test says what is wrong with the verdict.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class ForgingServer : IAsyncLifetime
{
    const string Audience = "rp:00000000-0000-7000-8000-000000000001";

    readonly ConcurrentDictionary<string, JsonElement> _asked = new();
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    WebApplication? _app;
    ServiceProcess? _service;

    /// <summary>What the test changes of a verdict before it is signed.</summary>
    internal Action<SecurityTokenDescriptor> Change { get; set; } = _ => { };

    /// <summary>What the test changes of one that is signed.</summary>
    internal Func<string, string> Tamper { get; set; } = verdict => verdict;

    /// <summary>The service that asks it.</summary>
    internal ServiceProcess Service => _service!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/sessions", (JsonElement asked) =>
        {
            var id = Guid.NewGuid().ToString();
            _asked[id] = asked;
            return Results.Json(new { id, token = "token", audience = Audience }, statusCode: StatusCodes.Status201Created);
        });
        _app.MapGet("/v1/sessions/{id}", (string id) => new { outcome = "accepted", verdict = Tamper(Verdict(id, _asked[id])) });
        _app.MapGet("/.well-known/jwks.json", () => new { keys = new[] { PublicKey() } });
        await _app.StartAsync();
        _service = await ServiceProcess.StartAsync(new Uri(_app.Urls.Single()), "fa_key", "standard");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        if (_app is not null) await _app.DisposeAsync();
        _key.Dispose();
    }

    string Verdict(string session, JsonElement asked)
    {
        var verdict = new SecurityTokenDescriptor
        {
            TokenType = "faceauth-verdict+jwt",
            Issuer = "faceauth",
            Audience = Audience,
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new(new ECDsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sid"] = session,
                ["nonce"] = asked.GetProperty("nonce").GetString()!,
                ["sub"] = asked.GetProperty("subject").GetString()!,
                ["purpose"] = asked.GetProperty("purpose").GetString()!,
                ["policy"] = asked.GetProperty("policy").GetString()!,
                ["accepted"] = true,
            },
        };
        Change(verdict);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(verdict);
    }

    object PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
            use = "sig",
            alg = "ES256",
            kid = "1",
        };
    }
}
