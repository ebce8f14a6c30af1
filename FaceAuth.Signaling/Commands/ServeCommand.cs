using System.CommandLine;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth serve [--Section:Name value …]</c>, the verb that is meant when none is given.</summary>
internal static class ServeCommand
{
    public const string Verb = "serve";

    public static Command Create(Func<string[], Task> serve)
    {
        var command = new Command(Verb,
            "Runs the server, on http://localhost:8080 by default. Takes settings that win over appsettings.json and the "
            + "environment: --urls http://0.0.0.0:8080, --Store:Directory /var/lib/faceauth and so on.");
        command.SetAction((parsed, _) => RunAsync(serve, Settings.Of(parsed), parsed.InvocationConfiguration.Error));
        return command.TakesSettings();
    }

    static async Task<int> RunAsync(Func<string[], Task> serve, string[] settings, TextWriter error)
    {
        try
        {
            await serve(settings);
            return 0;
        }
        catch (Exception e) when (e is OptionsValidationException or StoreException or ListenException
            or InvalidOperationException or IOException)
        {
            // What an operator can mend is said in one line; all else keeps its stack.
            await error.WriteLineAsync($"faceauth cannot start: {SettingFault.WordsFor(e)}");
            if (Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") == Environments.Development) throw;
            return 1;
        }
    }
}
