using System.Net;
using System.Net.Sockets;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Tests.Redis;

/// <summary>What time may mend does not stop a start; what only an operator can, does, in one sentence without the password.</summary>
public sealed class RedisStartTests
{
    const string Secret = "s3cret-pass";

    [Fact]
    public async Task A_node_starts_without_a_server_and_uses_it_once_it_is_there()
    {
        await using var redis = RedisProcess.Absent();
        await using var node = await SharedNode.StartAsync(redis.Configuration);
        Assert.False(node.Link.IsInUse);
        Assert.Equal(HealthStatus.Degraded, (await node.HealthAsync()).Status);
        for (var i = 0; i < 3; i++) Assert.True((await node.Rates.TryTakeAsync("a", 3, TimeSpan.FromMinutes(1))).IsAllowed);
        Assert.False((await node.Rates.TryTakeAsync("a", 3, TimeSpan.FromMinutes(1))).IsAllowed);

        await redis.StartAgainAsync();

        await node.UntilAsync(isInUse: true);
    }

    [Fact]
    public async Task A_host_that_takes_connections_and_says_nothing_is_as_good_as_away()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await using var node = await SharedNode.StartAsync($"{silent.LocalEndpoint},connectTimeout=200");

        Assert.False(node.Link.IsInUse);
        Assert.Single(node.Log.Lines, line => line.Contains("sessions go on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_hangs_up_without_a_word_is_told_to_be_no_Redis()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var ended = new CancellationTokenSource();
        var serving = AnswerAsync(other, [], ended.Token);

        await using var node = await SharedNode.StartAsync($"{other.LocalEndpoint}");

        var told = Assert.Single((await node.HealthAsync()).Entries.Values, entry => entry.Status == HealthStatus.Degraded);
        Assert.Contains("as PostgreSQL does and Redis does not", told.Description, StringComparison.Ordinal);
        await ended.CancelAsync();
        await serving;
    }

    [Theory]
    [InlineData(",password=" + Secret + "x")]
    [InlineData("")]
    [InlineData(",user=nobody,password=" + Secret)]
    public async Task A_wrong_password_stops_the_start(string login)
    {
        await using var redis = await RedisProcess.StartAsync("--requirepass", Secret);

        var fault = await Assert.ThrowsAsync<StoreException>(() => SharedNode.StartAsync(redis.Configuration + login));

        Assert.Contains("refuses the password", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_is_in_no_log()
    {
        await using var redis = await RedisProcess.StartAsync("--requirepass", Secret);
        await using var node = await SharedNode.StartAsync($"{redis.Configuration},password={Secret}");
        Assert.True(node.Link.IsInUse);

        await redis.KillAsync();
        await node.UntilAsync(isInUse: false);

        Assert.DoesNotContain(node.Log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_who_may_not_run_scripts_stops_the_start()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.AskAsync($"ACL SETUSER poor on >{Secret} ~* &* +@all -@scripting");

        var fault = await Assert.ThrowsAsync<StoreException>(
            () => SharedNode.StartAsync($"{redis.Configuration},user=poor,password={Secret}"));

        Assert.Contains("needs the commands EVAL", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_no_Redis_stops_the_start()
    {
        using var web = new TcpListener(IPAddress.Loopback, 0);
        web.Start();
        using var ended = new CancellationTokenSource();
        var serving = AnswerAsync(web, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray(), ended.Token);

        var fault = await Assert.ThrowsAsync<StoreException>(() => SharedNode.StartAsync($"{web.LocalEndpoint}"));

        Assert.Contains("not as Redis does", fault.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_server_without_TLS_where_it_is_asked_for_stops_the_start()
    {
        await using var redis = await RedisProcess.StartAsync();

        var fault = await Assert.ThrowsAsync<StoreException>(() => SharedNode.StartAsync(redis.Configuration + ",ssl=true"));

        Assert.Contains("does not agree to TLS", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://redis.example.org:6379", "not an URL")]
    [InlineData("redis.example.org:6379,pasword=" + Secret, "Part 2 ")]
    [InlineData("redis.example.org:6379,password=" + Secret + ",s3cret rest", "Part 3 ")]
    [InlineData("redis.example.org:port", "Part 1 ")]
    [InlineData("redis.example.org:6379,connectTimeout=soon", "Part 2 ")]
    [InlineData("password=" + Secret, "names no server")]
    public async Task A_mistyped_configuration_is_told_by_its_place(string configuration, string said)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => SharedNode.StartAsync(configuration));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Prefix", "no spaces")]
    [InlineData("Timeout", "00:01:00")]
    [InlineData("CheckEvery", "00:00:00")]
    [InlineData("NodeAddress", "here")]
    public async Task Every_other_setting_is_checked_too(string name, string value)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => SharedNode.StartAsync("127.0.0.1:1", (name, value)));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:6379")]
    [InlineData("[::1]:6379,other.example.org")]
    [InlineData("redis-0:6379,redis-1:6379,password=a=b,ssl=true,abortConnect=false")]
    [InlineData("/var/run/redis.sock")]
    public void What_the_library_understands_is_taken(string configuration)
    {
        var options = new FaceAuth.Store.Redis.RedisOptions { Configuration = configuration };

        Assert.Empty(options.Validate(new(options)));
        Assert.NotEmpty(options.Parse().EndPoints);
    }

    static async Task AnswerAsync(TcpListener server, byte[] answer, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var client = await server.AcceptTcpClientAsync(cancellation);
                // what it was asked, so that its end is no reset
                _ = await client.GetStream().ReadAsync(new byte[1024], cancellation);
                await client.GetStream().WriteAsync(answer, cancellation);
            }
            catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
            {
                // who asked has gone, or the test is over
            }
        }
    }
}
