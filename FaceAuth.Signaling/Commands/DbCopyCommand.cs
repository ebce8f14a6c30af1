using System.CommandLine;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Copying;
using FaceAuth.Store.Relational;
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
        Description = "The empty PostgreSQL database to copy it to, as Store:ConnectionString names it. With a password, better in a "
            + "file or variable: who lists this machine's processes reads what is said here.",
        HelpName = "CONNECTION",
    };

    static readonly Option<string> ToFile = new("--to-file")
    {
        Description = "A file that holds what --to would say.",
        HelpName = "FILE",
    };

    static readonly Option<string> ToVariable = new("--to-env")
    {
        Description = "An environment variable that holds what --to would say.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var copy = new Command(
            "copy", "Copies a store from SQLite to PostgreSQL and verifies every row. Stop the server first; run it again to go on.")
        {
            From, To, ToFile, ToVariable,
        };
        copy.Validators.Add(parsed =>
        {
            if (new[] { To, ToFile, ToVariable }.Count(option => parsed.GetValue(option) is not null) != 1)
                parsed.AddError("Give one of --to, --to-file and --to-env.");
            if (parsed.GetValue(From) is "") parsed.AddError("--from takes the folder of a store.");
        });
        copy.SetAction(RunAsync);
        return copy;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(From)!;
        var output = parsed.InvocationConfiguration.Output;
        try
        {
            var connection = await ConnectionAsync(parsed, cancellation);
            await using var from = Store(parsed, new() { ["Provider"] = "Sqlite", ["Directory"] = folder, ["ConnectionString"] = null });
            // the same folder, where the master key lies if no setting names another
            await using var to = Store(
                parsed, new() { ["Provider"] = "PostgreSql", ["Directory"] = folder, ["ConnectionString"] = connection });
            await from.GetRequiredService<StoreInitializer>().CheckKeyAsync(cancellation);
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
            // what the setting's checks call by its name was given here under another
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                SettingFault.WordsFor(e).Replace("Store:ConnectionString", Given(parsed), StringComparison.Ordinal));
            return 1;
        }
    }

    static string Given(ParseResult parsed) => parsed.GetValue(ToVariable) is { } name ? $"{name} of --to-env"
        : parsed.GetValue(ToFile) is { } file ? $"{file} of --to-file" : "--to";

    static async Task<string> ConnectionAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(To) is { } said) return said;
        if (parsed.GetValue(ToVariable) is { } name)
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
                : throw new ArgumentException($"The environment variable {name} of --to-env is not set.");
        var file = parsed.GetValue(ToFile)!;
        try
        {
            return (await File.ReadAllTextAsync(file, cancellation)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The file {file} of --to-file cannot be read.", fault);
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
        builder.Logging.AddFilter("FaceAuth", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        var services = builder.Services.BuildServiceProvider();
        OptionsCheck.Check(services);
        return services;
    }
}
