using System.Net.WebSockets;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>Who may have a socket, how many, and for how long.</summary>
public sealed class FaceSocketAccessTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://LOCALHOST", true)]
    [InlineData("https://localhost", false)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://evil.example.org", false)]
    [InlineData("null", false)]
    [InlineData(null, false)]
    public async Task A_cookie_counts_from_a_page_of_ours_alone(string? origin, bool isLetIn)
    {
        using var user = await _host.UserAsync();
        var token = user.DefaultRequestHeaders.Authorization!.Parameter;

        var opening = OpenAsync(_host, request =>
        {
            request["Cookie"] = $"faceauth_ws={token}";
            if (origin is not null) request["Origin"] = origin;
        });

        if (isLetIn) (await opening).Dispose();
        else await Assert.ThrowsAnyAsync<InvalidOperationException>(() => opening);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("faceauth_ws=nonsense")]
    [InlineData("faceauth_ws=")]
    public async Task Nobody_is_let_in_without_a_good_token(string? cookie)
    {
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(_host, request =>
        {
            request["Origin"] = "http://localhost";
            if (cookie is not null) request["Cookie"] = cookie;
        }));
    }

    [Fact]
    public async Task A_bad_header_is_not_made_good_by_a_cookie()
    {
        using var user = await _host.UserAsync();
        var token = user.DefaultRequestHeaders.Authorization!.Parameter;

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(_host, request =>
        {
            request["Origin"] = "http://localhost";
            request["Authorization"] = "Bearer nonsense";
            request["Cookie"] = $"faceauth_ws={token}";
        }));
    }

    [Fact]
    public async Task One_owner_has_no_more_than_a_few_sockets()
    {
        await using var host = new HostApplication(("Legacy:MaxSocketsPerOwner", "2"));
        using var user = await host.UserAsync();
        using var other = await host.UserAsync("bob");
        using var first = await OpenAsync(host, user);
        using var second = await OpenAsync(host, user);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(host, user));
        using var others = await OpenAsync(host, other);
    }

    [Fact]
    public async Task One_address_has_no_more_than_some_sockets_whoever_signs_in_from_it()
    {
        await using var host = new HostApplication(("Legacy:MaxSocketsPerAddress", "2"));
        using var user = await host.UserAsync();
        using var other = await host.UserAsync("bob");
        using var first = await OpenAsync(host, user);
        var second = await OpenAsync(host, other);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(host, user));
        await second.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        second.Dispose();
        using var later = await UntilOpenAsync(host, user);
    }

    [Fact]
    public async Task A_socket_without_a_session_is_closed()
    {
        using var user = await _host.UserAsync();
        using var socket = await OpenAsync(_host, user);
        await SendAsync(socket, new { type = "ping" });

        var closed = CloseOfAsync(socket);
        while (!closed.IsCompleted)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(closed, Task.Delay(50));
        }

        await Assert.ThrowsAnyAsync<Exception>(() => closed);
    }

    [Fact]
    public async Task A_token_that_ran_out_begins_no_session()
    {
        await using var host = new HostApplication(("Tokens:AccessLifetime", "00:01:00"), ("Legacy:SocketIdle", "00:10:00"));
        using var user = await host.UserAsync();
        using var socket = await OpenAsync(host, user);
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        await SendAsync(socket, new { type = "start_enrollment" });

        Assert.Equal("token_expired", (await NextAsync(socket, "error")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_that_was_ended_begins_no_session(bool byCookie)
    {
        using var user = await _host.UserAsync();
        var token = user.DefaultRequestHeaders.Authorization!.Parameter;
        using var socket = byCookie ? await OpenAsync(_host, request =>
        {
            request["Cookie"] = $"faceauth_ws={token}";
            request["Origin"] = "http://localhost";
        }) : await OpenAsync(_host, user);
        await EndSignInsAsync();

        await SendAsync(socket, new { type = "start_enrollment" });

        var failed = await NextAsync(socket, "enrollment_failed", never: "enrollment_started");
        Assert.Equal("token_invalid", failed.GetProperty("code").GetString());
        if (byCookie) return;
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => OpenAsync(_host, user));

        async Task EndSignInsAsync()
        {
            var id = await _host.IdAsync("ada");
            await _host.Services.GetRequiredService<ISignInStore>().EndAllAsync(id, default);
        }
    }

    /// <summary>Not even while a session of the other kind runs, which keeps the socket open.</summary>
    [Fact]
    public async Task A_token_that_ran_out_begins_no_session_beside_one_that_runs()
    {
        await using var host = new HostApplication(("Tokens:AccessLifetime", "00:01:00"), ("Legacy:SocketIdle", "00:10:00"));
        using var user = await host.UserAsync();
        await host.EnrollAsync(user, null);
        using var socket = await OpenAsync(host, user);
        await SendFrameAsync(socket, "authentication");
        for (var waited = 0; host.Pipeline.Runs.Count == 0; waited++)
        {
            Assert.InRange(waited, 0, 600);
            await Task.Delay(50);
        }

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await SendAsync(socket, new { type = "start_enrollment" });

        var failed = await NextAsync(socket, "enrollment_failed", never: "enrollment_started");
        Assert.Equal("token_expired", failed.GetProperty("code").GetString());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>The place of one that closed is free when the server has noticed.</summary>
    static async Task<WebSocket> UntilOpenAsync(HostApplication host, HttpClient user)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                return await OpenAsync(host, user);
            }
            catch (InvalidOperationException) when (waited < 600)
            {
                await Task.Delay(50);
            }
        }
    }
}
