using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using FaceAuth.Load;
using FaceAuth.Load.Clients;
using FaceAuth.Load.Measuring;
using FaceAuth.Load.Reports;
using FaceAuth.Load.Scenarios;
using FaceAuth.Load.Sessions;
using FaceAuth.Media.Loop;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.Tools.Load;

/// <summary><c>faceauth load</c>: sessions of our own against a server process, and figures beside their targets.</summary>
/// <remarks>Exit code 0: every target met, 1: measured and one missed, 2: not measured.</remarks>
internal sealed class LoadCommand
{
    const int Met = 0, Missed = 1, NotMeasured = 2;

    static readonly ILoadScenario[] Scenarios =
        [new StreamScenario(), new HandshakesScenario(), new GarbageScenario(), new LossScenario(), new ChurnScenario()];

    readonly Option<string> _scenario = new("--scenario")
    {
        Description = string.Join("; ", Scenarios.Select(one => $"{one.Name}: {one.Purpose}"))
            + $"; {WholeSessions.Name}: {WholeSessions.Purpose}.",
        DefaultValueFactory = _ => Scenarios[0].Name,
    };
    readonly WholeSessions _whole = new();
    readonly Option<Uri[]> _servers = new("--server")
    {
        Description = "A \"faceauth load serve\" elsewhere, or for sessions whole servers, each once; default: one is started here, on "
            + "loopback.",
        CustomParser = ReadServers,
        HelpName = "URL",
    };
    readonly Option<int?> _sessions = Number("--sessions", "Sessions that stream, 1–5000.", 1, 5000);
    readonly Option<int?> _seconds = Number("--seconds", "Length of the steady state, 1–600 s.", 1, 600);
    readonly Option<int?> _ramp = Number("--ramp", "Sessions begun a second, 1–1000; default 50.", 1, 1000);
    readonly Option<int?> _fps = Number("--fps", "Pictures a second, 1–60; default 15.", 1, 60);
    readonly Option<int?> _bitrate = Number("--kbit", "Kilobits a second of a session, 50–50000; default 500.", 50, 50_000);
    readonly Option<string?> _clip = new("--clip")
    {
        Description = "A video to send; default: a test pattern at 640x480.",
        HelpName = "FILE",
    };
    readonly Option<string?> _processors = new("--server-cpus")
    {
        Description = "Processors of the server started here, as taskset writes them; default: the first for stream, else all.",
        HelpName = "LIST",
    };
    readonly Option<string?> _own = new("--client-cpus")
    {
        Description = "Processors of the clients, or all; default: those that --server-cpus leaves.",
        HelpName = "LIST",
    };
    readonly Option<int?> _handshakes = Number("--handshakes", "Handshakes at once, 1–1000; default 100.", 1, 1000);
    readonly Option<int?> _garbage = Number("--garbage", "Datagrams of garbage a second, 1000–200000; default 50000.", 1000, 200_000);
    readonly Option<int?> _cycles = Number("--cycles", "Cycles of churn, 1–100000; default 2000.", 1, 100_000);
    readonly Option<int?> _loss = Number("--loss", "Percent of datagrams lost each way, 0–50; default 5, then 20.", 0, 50);
    readonly Option<string?> _json = new("--json")
    {
        Description = "Write the report there too, as JSON; - for standard output alone.",
        HelpName = "FILE",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new LoadCommand().Build();

    Command Build()
    {
        _scenario.AcceptOnlyFromAmong([.. Scenarios.Select(one => one.Name), WholeSessions.Name]);
        var command = new Command("load",
            "Puts load of our own clients on a server's media plane and reports figures beside their targets. "
            + "Takes further settings of the server, such as --Media:Rtp:JitterPackets 512. Needs Linux and ffmpeg.")
        {
            _scenario, _servers, _sessions, _seconds, _ramp, _fps, _bitrate, _clip, _processors, _own, _handshakes, _garbage, _cycles,
            _loss, _json,
            LoadServeCommand.Create(),
        };
        foreach (var option in _whole.Options) command.Add(option);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command.TakesSettings();
    }

    async Task<int> RunAsync(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        var scenario = Array.Find(Scenarios, one => one.Name == parsed.GetValue(_scenario));
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            void Say(string text) => console.Error.WriteLine($"… {text}");
            var json = parsed.GetValue(_json);
            if (scenario is null)
            {
                var whole = await _whole.RunAsync(Whole(parsed), Say, stop.Token);
                await WriteAsync(whole.ToJson(), whole.Write);
                return whole.IsMet ? Met : Missed;
            }

            var report = await RunAsync(scenario, Read(parsed, scenario), TimeProvider.System, Say, stop.Token);
            await WriteAsync(LoadReportText.ToJson(report), output => LoadReportText.Write(report, output));
            return report.IsMet ? Met : Missed;

            async Task WriteAsync(string text, Action<TextWriter> write)
            {
                if (json == "-") await console.Output.WriteLineAsync(text);
                else write(console.Output);
                if (json is not (null or "-")) await File.WriteAllTextAsync(json, text, stop.Token);
            }
        }
        catch (Exception e) when (e is LoadException or IOException)
        {
            await console.Error.WriteLineAsync(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Stopped before anything was measured.");
        }

        return NotMeasured;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    static async Task<LoadReport> RunAsync(
        ILoadScenario scenario, LoadSettings settings, TimeProvider clock, Action<string> say, CancellationToken cancellation)
    {
        say("renders the pictures");
        var clip = await LoadClip.LoadAsync(settings, cancellation);
        var (at, loadBefore) = (clock.GetUtcNow(), MachineFacts.Load);
        say(settings.Processors.Words);
        await settings.Processors.HoldClientsAsync(cancellation);
        await MediaClients.WarmUpAsync();
        await using var server = await LoadServer.OpenAsync(settings, scenario.Decodes, scenario.ServerSettings, clock, cancellation);
        var run = new LoadRun(settings, server, clip, clock, say, cancellation);
        var figures = await scenario.RunAsync(run);
        return new LoadReport
        {
            Scenario = scenario.Name,
            About = scenario.About(settings),
            Machine = MachineFacts.Name,
            At = at,
            LoadBefore = loadBefore,
            LoadAfter = MachineFacts.Load,
            Figures = figures,
            Counts = await server.ReadAsync(cancellation),
        };
    }

    SessionsSettings Whole(ParseResult parsed)
    {
        var servers = parsed.GetValue(_servers) ?? [];
        return _whole.Read(parsed) with
        {
            Servers = servers,
            Clip = parsed.GetValue(_clip) ?? WholeSessions.Bundled("anton_verify.mp4"),
            Length = TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? 60),
            FramesPerSecond = parsed.GetValue(_fps) ?? 30,
            BitsPerSecond = parsed.GetValue(_bitrate) * 1000 ?? 1_000_000,
            Processors = ProcessorPlan.Choose(
                ProcessorList.Allowed, parsed.GetValue(_processors), parsed.GetValue(_own), servers.Length == 0, wantsOne: true),
            ServerSettings = Settings.Of(parsed),
        };
    }

    LoadSettings Read(ParseResult parsed, ILoadScenario scenario)
    {
        var server = parsed.GetValue(_servers) switch
        {
            null or [] => null,
            [var one] => one,
            _ => throw new LoadException($"{scenario.Name} takes one --server; sessions alone takes several."),
        };
        var usual = new LoadSettings { Sessions = scenario.Sessions, Length = scenario.Length, Processors = new(null, null, "") };
        return usual with
        {
            Sessions = parsed.GetValue(_sessions) ?? usual.Sessions,
            Length = parsed.GetValue(_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : usual.Length,
            Ramp = parsed.GetValue(_ramp) ?? usual.Ramp,
            FramesPerSecond = parsed.GetValue(_fps) ?? usual.FramesPerSecond,
            BitsPerSecond = parsed.GetValue(_bitrate) * 1000 ?? usual.BitsPerSecond,
            Clip = parsed.GetValue(_clip),
            Server = server,
            Processors = ProcessorPlan.Choose(
                ProcessorList.Allowed, parsed.GetValue(_processors), parsed.GetValue(_own), server is null,
                wantsOne: scenario is StreamScenario),
            Handshakes = parsed.GetValue(_handshakes) ?? usual.Handshakes,
            Garbage = parsed.GetValue(_garbage) ?? usual.Garbage,
            Cycles = parsed.GetValue(_cycles) ?? usual.Cycles,
            Loss = parsed.GetValue(_loss) / 100.0,
            ServerSettings = Settings.Of(parsed),
        };
    }

    // the library reads no Uri by itself
    static Uri[] ReadServers(ArgumentResult result)
    {
        var servers = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var server) && server.Scheme is "http" or "https") servers.Add(server);
            else result.AddError("--server takes an address such as http://10.0.0.5:8090.");
        }

        return [.. servers];
    }

    internal static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                    && value >= least && value <= most))
                result.AddError($"{name} takes {least} to {most}.");
        });
        return option;
    }
}
