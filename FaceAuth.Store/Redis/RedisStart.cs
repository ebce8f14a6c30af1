using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FaceAuth.Store.Contracts;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Makes the connection, and tells what time may mend from what only an operator can.</summary>
internal static class RedisStart
{
    /// <summary>In place of a first byte.</summary>
    const int Ended = -1, Silent = -2;

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

    /// <summary>Connects, or says what is there instead of Redis: nobody, another program, one that is silent.</summary>
    /// <exception cref="StoreException">There is no Redis, or it refuses the password.</exception>
    public static async Task<IConnectionMultiplexer> ConnectNowAsync(RedisOptions redis)
    {
        var options = redis.Parse();
        (options.AbortOnConnectFail, options.ConnectRetry) = (true, 0);
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
            var said = new List<int?>();
            foreach (var server in options.EndPoints) said.Add(await FirstByteAsync(server));
            if (said.Find(one => one >= 0) is { } first && IsRedis(first) == options.Ssl)
                throw options.Ssl ? NoTls(fault) : NoRedis(fault);
            throw new StoreException(
                said.Contains(Ended) ? $"What Redis:Configuration names {HangUp}."
                : said.Contains(Silent)
                    ? "What Redis:Configuration names takes connections and says nothing: it is not Redis, or it hangs. Correct host and " +
                        "port, or look at it."
                : "Nobody answers where Redis:Configuration says. Correct host and port, or start Redis there.", fault);
        }
    }

    /// <summary>What is done there, as PostgreSQL does it, and a proxy whose servers are away.</summary>
    public const string HangUp =
        "takes connections and closes them without a word, as PostgreSQL does and Redis does not: correct host and port, " +
        "unless it is a proxy";

    /// <summary>Whether what is named takes a connection and ends it without a word.</summary>
    /// <remarks>As PostgreSQL does, and a proxy whose servers are away.</remarks>
    public static async Task<bool> HangsUpAsync(RedisOptions redis)
    {
        foreach (var server in redis.Parse().EndPoints)
            if (await FirstByteAsync(server) is Ended) return true;
        return false;
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
        foreach (var server in servers)
            if (await FirstByteAsync(server) is { } first and >= 0) return IsRedis(first);
        return null;
    }

    static bool IsRedis(int first) => (char)first is '+' or '-';

    /// <summary>What it says first of all to a PING, or <see cref="Ended"/> or <see cref="Silent"/>; null where nobody is.</summary>
    static async Task<int?> FirstByteAsync(EndPoint server)
    {
        if (server is UnixDomainSocketEndPoint) return null;
        using var limit = new CancellationTokenSource(AnswerWithin);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var isThere = false;
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            isThere = true;
            await socket.SendAsync("PING\r\n"u8.ToArray(), limit.Token);
            var answer = new byte[1];
            return await socket.ReceiveAsync(answer, limit.Token) == 1 ? answer[0] : Ended;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return isThere && fault is OperationCanceledException ? Silent : null;   // it may come yet
        }
    }

    static StoreException NoRedis(Exception fault) =>
        new("What Redis:Configuration names answers, but not as Redis does: correct host, port and ssl.", fault);

    static StoreException NoTls(Exception fault) =>
        new("What Redis:Configuration names does not agree to TLS: correct ssl, port and certificate.", fault);

    static StoreException WrongPassword(Exception fault) =>
        new("Redis refuses the password or user in Redis:Configuration: correct them, or leave both out where it asks for none.", fault);
}
