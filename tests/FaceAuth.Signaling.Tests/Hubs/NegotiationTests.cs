using System.Net;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>Connections to the hub that are asked for and never made.</summary>
public sealed class NegotiationTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:ConnectionsPerSession", "4"), ("RateLimits:ConnectionsPerAddress", "10"));

    [Fact]
    public async Task One_token_negotiates_so_often_in_a_minute_and_others_have_their_own()
    {
        using var client = _host.CreateClient();
        var (one, other) = (await TokenAsync("ada"), await TokenAsync("bob"));
        for (var i = 0; i < 4; i++) await AssertNegotiatedAsync(client, one);

        using var refused = await NegotiateAsync(client, one);
        await AssertNegotiatedAsync(client, other);

        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("id=x&access_token=")]
    [InlineData("negotiateVersion=1&access_token=a&access_token=b&access_token=")]
    public async Task However_it_is_asked_it_is_counted(string query)
    {
        using var client = _host.CreateClient();
        var token = await TokenAsync("ada");
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        for (var i = 0; i < 4; i++)
            using (await client.PostAsync($"/hubs/signaling/negotiate?{query}{(query[0] == 'i' ? token : $"x{i}")}", null)) { }

        using var refused = await client.PostAsync($"/hubs/signaling/negotiate?{query}{(query[0] == 'i' ? token : "y")}", null);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task One_address_negotiates_so_often_with_whatever_good_tokens()
    {
        using var client = _host.CreateClient();
        string[] tokens = [await TokenAsync("ada"), await TokenAsync("bob"), await TokenAsync("eve")];
        for (var i = 0; i < 10; i++) await AssertNegotiatedAsync(client, tokens[i % 3]);

        using var refused = await NegotiateAsync(client, await TokenAsync("dan"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task One_address_negotiates_so_often_with_whatever_forged_tokens()
    {
        using var client = _host.CreateClient();
        for (var i = 0; i < 10; i++)
        {
            using var answer = await NegotiateAsync(client, $"forged.token{i}.x");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var refused = await NegotiateAsync(client, "forged.token10.x");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task A_connection_without_negotiation_counts_too()
    {
        var token = await TokenAsync("ada");
        for (var i = 0; i < 4; i++) await using (var hub = _host.Hub(token)) await hub.StartAsync();

        await using var fifth = _host.Hub(token);

        await Assert.ThrowsAnyAsync<Exception>(() => fifth.StartAsync());
    }

    static Task<HttpResponseMessage> NegotiateAsync(HttpClient client, string token) =>
        client.PostAsync($"/hubs/signaling/negotiate?negotiateVersion=1&access_token={token}", null);

    static async Task AssertNegotiatedAsync(HttpClient client, string token)
    {
        using var answer = await NegotiateAsync(client, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<string> TokenAsync(string subject)
    {
        using var party = await _host.RelyingPartyAsync();
        var session = await party.CreateSessionAsync(new { purpose = "enroll", subject });
        return session.GetProperty("token").GetString()!;
    }
}
