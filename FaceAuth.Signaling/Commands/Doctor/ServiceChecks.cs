using System.Globalization;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Redis;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.Options;

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
            if (status.IsPartOfCopy)
                return [Finding.Fault("database", $"{status.Location} holds part of a copy: run that faceauth db copy again.")];
            if (MissingFolder(services) is { } folder)
                return
                [
                    Finding.Note("database", $"There is no folder {folder}: the first start makes it, with an empty store. If there is a "
                        + "store already, correct Store:Directory."),
                ];
            if (status.Absence is not null)
                return [Finding.Ok("database", $"{status.Location} holds no store yet; the first start makes it.")];
            if (status.Pending.Count > 0)
                return [Finding.Note("database", $"{status.Location} lacks {status.Pending.Count} migrations; a start applies them.")];
            return [Finding.Ok("database", $"{status.Location} is up to date."), await KeyAsync(services, cancellation)];
        }
        catch (StoreException e)
        {
            return [Finding.Fault("database", $"{e.Message} See Store:ConnectionString and Store:Directory.")];
        }
    }

    static async Task<Finding> KeyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            await services.GetRequiredService<StoreInitializer>().CheckKeyAsync(cancellation);
            return Finding.Ok("master key", "It is the database's.");
        }
        catch (StoreException e)
        {
            return Finding.Fault("master key", e.Message);
        }
    }

    /// <summary>The folder of an SQLite database, where it is not there.</summary>
    static string? MissingFolder(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StoreOptions>>().Value;
        var folder = Path.GetFullPath(options.Directory);
        return options.Provider == StoreProvider.Sqlite && !Directory.Exists(folder) ? folder : null;
    }

    /// <summary>Connects to Redis, where there is one, and compares clocks.</summary>
    public static async Task<IReadOnlyList<Finding>> RedisAsync(IServiceProvider services, IConfiguration configuration)
    {
        if (!SharedStateServices.IsShared(configuration)) return [Finding.Ok("redis", "None is set: one node alone.")];
        try
        {
            var (version, apart) = await RedisLook.AskAsync(services, TimeProvider.System);
            if (apart <= MostApart) return [Finding.Ok("redis", $"It answers, version {version}.")];
            var seconds = apart.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return [Finding.Fault("redis", $"Its clock is {seconds} s apart from this machine's: have both synchronised.")];
        }
        catch (StoreException e)
        {
            return [Finding.Fault("redis", e.Message)];
        }
    }
}
