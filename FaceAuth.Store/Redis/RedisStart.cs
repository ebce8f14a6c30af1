using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FaceAuth.Store.Contracts;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Makes the connection, and tells what time may mend from what only an operator can.</summary>
internal static class RedisStart
{
    static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    // what a server says while it is busy with itself, and what passes
    static readonly string[] Passing =
        ["LOADING", "READONLY", "OOM", "MASTERDOWN", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "MISCONF", "NOREPLICAS"];

    /// <summary>Connects, or goes on connecting in the background when nobody answers.</summary>
    /// <exception cref="StoreException">Somebody answers, but not as Redis does, or refuses the password.</exception>
    public static async Task<IConnectionMultiplexer> ConnectAsync(RedisOptions redis)
    {
        var options = redis.Parse();
        options.AbortOnConnectFail = true;
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisConnectionException fault) when (FailureOf(fault) is { } failure)
        {
            throw failure;
        }
        catch (Exception fault) when (fault is RedisConnectionException or RedisTimeoutException)
        {
            if (await SpeaksRedisAsync(options.EndPoints) is { } plainly && plainly == options.Ssl)
                throw options.Ssl ? NoTls(fault) : NoRedis(fault);
            options.AbortOnConnectFail = false;
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
    }

    /// <summary>Whether asking again will not help.</summary>
    public static bool IsForGood(RedisServerException fault) => !Passing.Contains(fault.Message.Split(' ')[0]);

    /// <summary>In one sentence what the operator has to do.</summary>
    public static StoreException Refused(RedisServerException fault) => fault.Message.Split(' ')[0] is "NOAUTH" or "WRONGPASS"
        ? WrongPassword(fault)
        : new("Redis refuses what is asked of it: the user in Redis:Configuration needs the commands EVAL, EVALSHA, SCRIPT, HGETALL, HSET, "
            + "HDEL, GET, SET, DEL, PEXPIREAT, TIME, PUBLISH and SUBSCRIBE on all keys and channels that begin with Redis:Prefix.", fault);

    static StoreException? FailureOf(RedisConnectionException fault)
    {
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
            if (inner is AuthenticationException) return NoTls(fault);
        if (fault.FailureType == ConnectionFailureType.AuthenticationFailure) return WrongPassword(fault);
        return fault.FailureType == ConnectionFailureType.ProtocolFailure ? NoRedis(fault) : null;
    }

    /// <summary>Whether what answers there is Redis without TLS; null when nothing answers.</summary>
    /// <remarks>The library takes a server of another kind for one that is not there.</remarks>
    static async Task<bool?> SpeaksRedisAsync(IEnumerable<EndPoint> servers)
    {
        foreach (var server in servers.Where(server => server is not UnixDomainSocketEndPoint))
        {
            using var limit = new CancellationTokenSource(AnswerWithin);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(server, limit.Token);
                await socket.SendAsync("PING\r\n"u8.ToArray(), limit.Token);
                var answer = new byte[1];
                if (await socket.ReceiveAsync(answer, limit.Token) == 1) return (char)answer[0] is '+' or '-';
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                // it may come yet
            }
        }

        return null;
    }

    static StoreException NoRedis(Exception fault) =>
        new("What Redis:Configuration names answers, but not as Redis does: correct host, port and ssl.", fault);

    static StoreException NoTls(Exception fault) =>
        new("What Redis:Configuration names does not agree to TLS: correct ssl, port and certificate.", fault);

    static StoreException WrongPassword(Exception fault) =>
        new("Redis refuses the password or user in Redis:Configuration: correct them, or leave both out where it asks for none.", fault);
}
