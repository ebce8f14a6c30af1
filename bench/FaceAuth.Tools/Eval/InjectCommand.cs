using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Load;
using FaceAuth.Load.Inject;
using FaceAuth.Media;
using FaceAuth.Media.Loop;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval inject CLIP</c>: which signals are raised by which way to inject video, against a running server.</summary>
/// <remarks>Exit code 0: measured; 2: not measured.</remarks>
internal sealed class InjectCommand
{
    const int Measured = 0, NotMeasured = 2;
    const string KeyVariable = "FACEAUTH_API_KEY";

    readonly Argument<string> _clip = new("CLIP") { Description = "A video of a face, which is injected." };
    readonly Option<string> _server = new("--server")
    {
        Description = "The server's address. Its limits must let that many sessions pass.",
        DefaultValueFactory = _ => "http://localhost:8080",
        HelpName = "URL",
    };
    readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = $"A relying party's key; default: the environment's {KeyVariable}.",
        HelpName = "KEY",
    };
    readonly Option<string[]> _methods = new("--methods")
    {
        Description = "Methods; default: all that this machine can do.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
    };
    readonly Option<int> _sessions = new("--sessions")
    {
        Description = "Sessions of each method, 1–1000.",
        DefaultValueFactory = _ => 5,
        HelpName = "NUMBER",
    };
    readonly Option<string?> _json = new("--json") { Description = "Write the figures to a file as JSON.", HelpName = "FILE" };

    /// <summary>The verb.</summary>
    public static Command Create() => new InjectCommand().Build();

    Command Build()
    {
        _sessions.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    && value is >= 1 and <= 1000))
                result.AddError("--sessions takes 1 to 1000.");
        });
        var command = new Command("inject", "Which signals of injected video are raised by which way to inject it. Needs ffmpeg.")
        {
            _clip, _server, _apiKey, _methods, _sessions, _json,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed)
    {
        var console = new EvalConsole(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ShowsBar: false);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(parsed, console, stop.Token);
        }
        catch (Exception e) when (e is LoadException or EvalException)
        {
            await console.Error.WriteLineAsync(e.Message);
        }
        catch (HttpRequestException e)
        {
            await console.Error.WriteLineAsync($"{parsed.GetValue(_server)} cannot be used ({e.Message}). Is it running?");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Stopped.");
        }

        return NotMeasured;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    async Task<int> RunAsync(ParseResult parsed, EvalConsole console, CancellationToken cancellation)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddFaceAuthMedia()
            .BuildServiceProvider();
        var methods = InjectMethods.All(services.GetRequiredService<MediaClients>(), TimeProvider.System);
        var settings = Read(parsed, [.. methods.Select(method => method.Name)]);
        await MediaClients.WarmUpAsync();
        var tallies = await new InjectRun(settings, methods, console.Error).RunAsync(cancellation);
        var report = InjectReport.Of(tallies, settings);
        ConsoleReport.Write(report, console.Output);
        if (parsed.GetValue(_json) is { } file) ReportFiles.Write(file, ReportFiles.Json(report), console);
        if (tallies.Any(tally => tally.Decided > 0)) return Measured;
        await console.Error.WriteLineAsync("Nothing was measured: no session came to a decision that tells signals.");
        return NotMeasured;
    }

    InjectSettings Read(ParseResult parsed, IReadOnlyList<string> known)
    {
        if (!Uri.TryCreate(parsed.GetValue(_server), UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            throw new EvalException("--server takes an address such as http://localhost:8080.");
        var key = parsed.GetValue(_apiKey) ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (string.IsNullOrWhiteSpace(key)) throw new EvalException($"Give --api-key, or {KeyVariable} in the environment.");
        var methods = parsed.GetValue(_methods) ?? [];
        if (methods.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new EvalException($"There is no method {unknown}. There are {string.Join(", ", known)}.");
        return new()
        {
            Server = server,
            ApiKey = key.Trim(),
            Clip = parsed.GetValue(_clip)!,
            Methods = methods,
            Sessions = parsed.GetValue(_sessions),
        };
    }
}
