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

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
