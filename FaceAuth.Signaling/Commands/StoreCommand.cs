using System.CommandLine;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands;

/// <summary>What the verbs have in common that work on the store without a server, beside one that may be running.</summary>
internal static class StoreCommand
{
    /// <summary>Opens the store that the settings after the verb name and does the work.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="add">Adds what the work needs beside the store.</param>
    /// <param name="work">Gets a scope of the services, and returns the exit code.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="opening">How the work finds the store.</param>
    /// <returns>The work's exit code; 1 when there is something for the operator to mend, which is said in words.</returns>
    public static Task<int> RunAsync(
        ParseResult parsed, Action<IServiceCollection> add, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation,
        StoreOpening opening = StoreOpening.Present) => RunAsync(parsed, (services, _) => add(services), work, cancellation, opening);

    /// <summary>The same for work that reads settings beside the store's.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed, Action<IServiceCollection, IConfiguration> add, Func<IServiceProvider, Task<int>> work,
        CancellationToken cancellation, StoreOpening opening = StoreOpening.Present)
    {
        try
        {
            var builder = HostSetup.Create(Settings.Of(parsed));
            builder.Services.AddSingleton(TimeProvider.System).AddFaceAuthStore(builder.Configuration);
            add(builder.Services, builder.Configuration);
            builder.Logging.AddFilter("FaceAuth", LogLevel.Warning);   // which appsettings.json lets say more
            builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
            await using var services = builder.Services.BuildServiceProvider();
            OptionsCheck.Check(services);
            var store = services.GetRequiredService<StoreInitializer>();
            if (opening == StoreOpening.Present) await store.InitializeExistingAsync(cancellation);
            else if (opening == StoreOpening.Made) await store.InitializeAsync(cancellation);
            await using var scope = services.CreateAsyncScope();
            return await work(scope.ServiceProvider);
        }
        catch (Exception e) when (e is StoreException or ArgumentException or InvalidOperationException or OptionsValidationException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(SettingFault.WordsFor(e));
            return 1;
        }
    }
}
