using System.Globalization;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using StackExchange.Redis;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>The database, and the Redis that nodes share.</summary>
internal static class ServiceChecks
{
    static readonly TimeSpan MostApart = TimeSpan.FromSeconds(5);

    /// <summary>Opens the database and looks at its migrations; changes nothing.</summary>
    public static async Task<IReadOnlyList<Finding>> DatabaseAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            var status = await services.GetRequiredService<StoreInitializer>().LookAsync(cancellation);
            if (status.Unknown.Count > 0)
                return [Finding.Fault("database", $"{status.Location} was written by a newer version: run that one.")];
            if (status.Applied.Count == 0)
                return [Finding.Ok("database", $"{status.Location} is empty; the first start makes its tables.")];
            return status.Pending.Count == 0
                ? [Finding.Ok("database", $"{status.Location} is up to date.")]
                : [Finding.Note("database", $"{status.Location} lacks {status.Pending.Count} migrations; a start applies them.")];
        }
        catch (StoreException e)
        {
            return [Finding.Fault("database", $"{e.Message} See Store:ConnectionString and Store:Directory.")];
        }
    }

    /// <summary>Connects to Redis, where there is one, and compares clocks.</summary>
    public static async Task<IReadOnlyList<Finding>> RedisAsync(IConfiguration configuration)
    {
        if (configuration["Redis:Configuration"] is not { Length: > 0 } where) return [Finding.Ok("redis", "None is set: one node alone.")];
        var options = ConfigurationOptions.Parse(where);
        (options.AbortOnConnectFail, options.ConnectRetry, options.ConnectTimeout) = (true, 0, 3000);
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            var server = redis.GetServers()[0];
            var apart = (await server.TimeAsync() - DateTime.UtcNow).Duration();
            if (apart > MostApart)
            {
                var seconds = apart.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                return [Finding.Fault("redis", $"Its clock is {seconds} s apart from this machine's: have both synchronised.")];
            }

            var version = server.Version;
            return [Finding.Ok("redis", $"It answers, version {version}.")];
        }
        catch (RedisException e)
        {
            var why = e is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
                ? "It refuses the password." : "Nobody answers there.";
            return [Finding.Fault("redis", $"{why} See Redis:Configuration.")];
        }
    }
}
