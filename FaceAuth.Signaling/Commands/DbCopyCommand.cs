using System.CommandLine;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Copying;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth db copy</c>: moves a deployment from its SQLite file to a PostgreSQL database.</summary>
internal static class DbCopyCommand
{
    static readonly Option<string> From = new("--from")
    {
        Description = "The folder of the store to copy, as Store:Directory names it.",
        Required = true,
    };

    static readonly Option<string> To = new("--to")
    {
        Description = "The empty PostgreSQL database to copy it to, as Store:ConnectionString names it.",
        Required = true,
    };

    public static Command Create()
    {
        var copy = new Command(
            "copy", "Copies a store from SQLite to PostgreSQL and verifies every row. Stop the server first; run it again to go on.")
        {
            From, To,
        };
        copy.SetAction(RunAsync);
        return copy;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (folder, connection) = (parsed.GetValue(From)!, parsed.GetValue(To)!);
        var output = parsed.InvocationConfiguration.Output;
        try
        {
            await using var from = Store(parsed, new() { ["Provider"] = "Sqlite", ["Directory"] = folder, ["ConnectionString"] = null });
            // the same folder, where the master key lies if no setting names another
            await using var to = Store(
                parsed, new() { ["Provider"] = "PostgreSql", ["Directory"] = folder, ["ConnectionString"] = connection });
            var told = DateTimeOffset.MinValue;
            await StoreCopy.RunAsync(from, to, progress => Tell(output, progress, ref told), cancellation);
            await output.WriteLineAsync(
                "Copied and verified. Now set Store:Provider to PostgreSql and Store:ConnectionString, and keep the master key and the "
                + "signing key: they are not in the database.");
            return 0;
        }
        catch (OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Broken off. Run it again to go on.");
            return 1;
        }
        catch (Exception e) when (e is StoreException or ArgumentException or OptionsValidationException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(SettingFault.WordsFor(e.Message));
            return 1;
        }
    }

    static void Tell(TextWriter output, CopyProgress progress, ref DateTimeOffset told)
    {
        // a line a second, and one for each table that is done
        var now = TimeProvider.System.GetUtcNow();
        if (!progress.IsVerified && progress.Done < progress.All && now - told < TimeSpan.FromSeconds(1)) return;
        told = now;
        output.WriteLine(progress.IsVerified ? $"{progress.Table}: {progress.All} rows, verified"
            : $"{progress.Table}: {progress.Done} of {progress.All} rows");
    }

    static ServiceProvider Store(ParseResult parsed, Dictionary<string, string?> store)
    {
        var builder = HostSetup.Create(Settings.Of(parsed));
        builder.Configuration.AddInMemoryCollection(
            store.Select(setting => new KeyValuePair<string, string?>("Store:" + setting.Key, setting.Value)));
        builder.Services.AddSingleton(TimeProvider.System).AddFaceAuthStore(builder.Configuration);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Services.BuildServiceProvider();
    }
}
