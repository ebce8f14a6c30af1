using FaceAuth.Store.Contracts;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Makes the connection, and tells what time may mend from what only an operator can.</summary>
internal static class RedisStart
{
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
        if (fault.FailureType == ConnectionFailureType.AuthenticationFailure) return WrongPassword(fault);
        return fault.FailureType == ConnectionFailureType.ProtocolFailure ? new(
            "What Redis:Configuration names answers, but not as Redis does: correct host, port and ssl.", fault) : null;
    }

    static StoreException WrongPassword(Exception fault) =>
        new("Redis refuses the password or user in Redis:Configuration: correct them, or leave both out where it asks for none.", fault);
}
