using System.Net;
using FaceAuth.Client;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using SessionPurpose = FaceAuth.Client.SessionPurpose;

namespace FaceAuth.Signaling.Tests.RelyingParties;

/// <summary>The client of relying parties against the real API.</summary>
public sealed class FaceAuthClientTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    string _key = "";

    [Fact]
    public async Task A_session_is_created_read_and_cancelled()
    {
        var client = Client();

        var started = await client.CreateSessionAsync(new()
        {
            Purpose = SessionPurpose.Enroll,
            Subject = "ada",
            Nonce = "nonce-1234",
            Policy = "strict",
        });
        var seen = await client.GetSessionAsync(started.Id);
        await client.CancelSessionAsync(started.Id);
        var after = await client.GetSessionAsync(started.Id);

        Assert.Equal((started.Id, SessionPurpose.Enroll, "ada", "nonce-1234", "strict", "created"),
            (seen.Id, seen.Purpose, seen.Subject, seen.Nonce, seen.Policy, seen.State));
        Assert.Null(seen.Outcome);
        Assert.StartsWith("rp:", started.Audience, StringComparison.Ordinal);
        Assert.Equal("ended", after.State);
        Assert.NotNull(after.Outcome);
        Assert.NotNull(after.EndedAt);
    }

    [Fact]
    public async Task A_decided_session_tells_its_evidence()
    {
        using var party = await _host.RelyingPartyAsync("other");
        await _host.EnrollAsync(party, "ada");
        var session = await LiveSession.OpenAsync(_host, party, new { purpose = "verify", subject = "ada" });
        session.Run.Says(new Pipeline.Contracts.AuthEvent.Decided(session.Accepted()));
        await session.EndAsync();

        var seen = await Client(party.DefaultRequestHeaders.GetValues("X-Api-Key").Single()).GetSessionAsync(session.Id);

        Assert.Equal(("accepted", 0.71, 2, 4000L), (seen.Outcome, seen.Scores!.Similarity, seen.Scores.Blinks, seen.Scores.DurationMs));
        Assert.Equal(["detector", "embedder"], seen.Scores.Models);
        Assert.NotNull(seen.Verdict);
    }

    [Theory]
    [InlineData("lenient", "unknown_policy")]
    [InlineData(null, "bad_subject")]
    public async Task A_refusal_is_told_by_its_code_and_without_the_key(string? policy, string code)
    {
        var wish = new NewSession { Purpose = SessionPurpose.Enroll, Subject = policy is null ? " " : "ada", Policy = policy };

        var fault = await Assert.ThrowsAsync<FaceAuthException>(() => Client().CreateSessionAsync(wish));

        Assert.Equal((code, HttpStatusCode.BadRequest), (fault.Code, fault.Status));
        Assert.DoesNotContain(_key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_and_an_unknown_session_are_refused()
    {
        var unknown = await Assert.ThrowsAsync<FaceAuthException>(() => Client().GetSessionAsync(Guid.NewGuid()));
        var wrong = await Assert.ThrowsAsync<FaceAuthException>(() => Client("fa_wrong").GetSessionAsync(Guid.NewGuid()));

        Assert.Equal(("session_unknown", "api_key_invalid"), (unknown.Code, wrong.Code));
        Assert.DoesNotContain("fa_wrong", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_sent_twice_makes_one_session()
    {
        var twice = new SentTwice(_host.Server.CreateHandler());
        var client = new FaceAuthClient(new HttpClient(twice), Options());

        var started = await client.CreateSessionAsync(new() { Purpose = SessionPurpose.Identify });

        Assert.Equal(started.Id.ToString(), twice.FirstId);
    }

    [Fact]
    public async Task What_is_no_server_of_ours_is_told_from_a_refusal()
    {
        var options = Options();
        options.Server = new Uri("http://localhost/nowhere");
        var client = new FaceAuthClient(new HttpClient(_host.Server.CreateHandler()), options);

        var fault = await Assert.ThrowsAsync<FaceAuthException>(() => client.GetSessionAsync(Guid.NewGuid()));

        Assert.NotEqual("session_unknown", fault.Code);
    }

    [Fact]
    public async Task The_page_of_a_session_holds_the_token_where_no_server_logs_it()
    {
        var client = Client();
        var started = await client.CreateSessionAsync(new() { Purpose = SessionPurpose.Identify });

        var page = client.PageOf(started, new Uri("https://shop.example.org/back?to=1"));

        Assert.Equal(("/", ""), (page.AbsolutePath, page.Query));
        Assert.Equal($"#token={started.Token}&nonce={started.Nonce}&return=https%3A%2F%2Fshop.example.org%2Fback%3Fto%3D1", page.Fragment);
        Assert.DoesNotContain(started.Token, started.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://faceauth.example.org", "fa_key", "faceauth", "AllowHttp")]
    [InlineData("ftp://faceauth.example.org", "fa_key", "faceauth", "https")]
    [InlineData("https://faceauth.example.org/?x=1", "fa_key", "faceauth", "query")]
    [InlineData("https://user:pass@faceauth.example.org/", "fa_key", "faceauth", "user")]
    [InlineData("https://faceauth.example.org", "fa secret", "faceauth", "ApiKey")]
    [InlineData("https://faceauth.example.org", "", "faceauth", "ApiKey")]
    [InlineData("https://faceauth.example.org", "fa_key", "", "Issuer")]
    public void Options_that_are_wrong_are_refused_with_words(string server, string key, string issuer, string word)
    {
        var options = new FaceAuthClientOptions { Server = new Uri(server), ApiKey = key, Issuer = issuer };
        using var http = new HttpClient();

        var fault = Assert.Throws<ArgumentException>(() => new FaceAuthClient(http, options));

        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_gets_client_and_verifier_that_share_their_settings()
    {
        var services = new ServiceCollection();
        services.AddFaceAuthClient(options => (options.Server, options.ApiKey) = (new Uri("http://localhost/"), _key))
            .ConfigurePrimaryHttpMessageHandler(() => _host.Server.CreateHandler());
        await using var provider = services.BuildServiceProvider();

        var started = await provider.GetRequiredService<FaceAuthClient>().CreateSessionAsync(new() { Purpose = SessionPurpose.Identify });

        Assert.NotEqual(Guid.Empty, started.Id);
        Assert.NotNull(provider.GetRequiredService<VerdictVerifier>());
    }

    public async ValueTask InitializeAsync() =>
        (_, _key) = await _host.Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync("shop", default);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    FaceAuthClient Client(string? key = null) => new(new HttpClient(_host.Server.CreateHandler()), Options(key));

    FaceAuthClientOptions Options(string? key = null) => new() { Server = new Uri("http://localhost"), ApiKey = key ?? _key };

    /// <summary>As a handler that sends again what got no answer.</summary>
    sealed class SentTwice(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public string FirstId { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(cancellationToken);
            using var first = await base.SendAsync(request, cancellationToken);
            using var body = System.Text.Json.JsonDocument.Parse(await first.Content.ReadAsStringAsync(cancellationToken));
            FirstId = body.RootElement.GetProperty("id").GetString()!;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
