using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;
using FaceAuth.Media;
using FaceAuth.Media.Loop;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Tools.Simulate;

/// <summary>
/// <c>faceauth simulate CLIP</c>: plays a video or a picture into a running server and prints what a person in front of a browser would
/// see.
/// </summary>
/// <remarks>Exit code 0: accepted, 1: rejected, 2: no decision.</remarks>
internal sealed class SimulateCommand
{
    const int Accepted = 0, Rejected = 1, Undecided = 2;
    const string KeyVariable = "FACEAUTH_API_KEY", PasswordVariable = "FACEAUTH_PASSWORD";

    readonly Argument<string> _clip = new("CLIP") { Description = "The video to play, or a picture to hold in front of the camera." };
    readonly Option<string> _server = new("--server")
    {
        Description = "The server's address.",
        DefaultValueFactory = _ => "http://localhost:8080",
        HelpName = "URL",
    };
    readonly Option<string> _purpose = new("--purpose") { Description = "enroll, verify or identify.", Required = true };
    readonly Option<string?> _subject = new("--subject")
    {
        Description = "Who the person is; for enroll and verify with an API key.",
        HelpName = "NAME",
    };
    readonly Option<string?> _group = new("--group")
    {
        Description = "The group that identify searches; default: all of the relying party's subjects.",
        HelpName = "NAME",
    };
    readonly Option<string?> _consent = new("--consent")
    {
        Description = "The version of the text that the person agreed to, for enroll where the server asks for it.",
        HelpName = "VERSION",
    };
    readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = $"A relying party's key; default: the environment's {KeyVariable}.",
        HelpName = "KEY",
    };
    readonly Option<string?> _user = new("--user")
    {
        Description = "Sign in as this user instead; registered when unknown.",
        HelpName = "NAME",
    };
    readonly Option<string?> _password = new("--password")
    {
        Description = $"The user's password; default: the environment's {PasswordVariable}.",
        HelpName = "PASSWORD",
    };
    readonly Option<string> _policy = new("--policy")
    {
        Description = "Liveness policy: passive, standard or strict. A clip cannot answer challenges, so the default is passive; for "
            + "--user the server has to allow that (Signaling:LeastPolicy passive).",
        DefaultValueFactory = _ => PolicyNames.Passive,
    };

    readonly Option<PictureSize?> _size = new("--size")
    {
        Description = "Size of the pictures sent, padded with black; default: the clip's shape within 640x480.",
        CustomParser = ReadSize,
        HelpName = "WIDTHxHEIGHT",
    };
    readonly Option<int> _fps = new("--fps")
    {
        Description = "Pictures a second, 1–60.",
        DefaultValueFactory = _ => 30,
        HelpName = "NUMBER",
    };
    readonly Option<int> _bitrate = new("--bitrate")
    {
        Description = "Bits a second, such as 800k or 1.5M.",
        DefaultValueFactory = _ => 1_000_000,
        CustomParser = ReadBitrate,
        HelpName = "RATE",
    };
    readonly Option<bool> _once = new("--once") { Description = "Play the clip once instead of over and over." };
    readonly Option<TimeSpan> _timeout = new("--timeout")
    {
        Description = "How long to wait for the verdict, such as 40s or 2m.",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(40),
        CustomParser = ReadTime,
        HelpName = "TIME",
    };
    readonly Option<bool> _report = new("--report") { Description = "Print times and counts at the end." };
    readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a line." };

    /// <summary>The verb.</summary>
    public static Command Create() => new SimulateCommand().Build();

    Command Build()
    {
        _purpose.AcceptOnlyFromAmong("enroll", "verify", "identify");
        _policy.AcceptOnlyFromAmong([.. PolicyNames.All]);
        _fps.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() is < 1 or > 60) result.AddError("--fps takes 1 to 60.");
        });
        var command = new Command(
            "simulate", "Plays a video or a picture into a running server over WebRTC, and prints guidance and verdict. Needs ffmpeg.")
        {
            _clip, _server, _purpose, _subject, _group, _consent, _apiKey, _user, _password, _policy, _size, _fps, _bitrate, _once,
            _timeout, _report, _json,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    /// <summary>What is wrong with options that are each right by themselves; null when nothing is.</summary>
    string? FindFault(ParseResult parsed)
    {
        var isUser = parsed.GetValue(_user) is not null;
        var isNamed = parsed.GetValue(_subject) is not null;
        var isIdentify = parsed.GetValue(_purpose) == "identify";
        if (!Uri.TryCreate(parsed.GetValue(_server), UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
            return "--server takes an address such as http://localhost:8080.";
        if (isUser && parsed.GetValue(_apiKey) is not null) return "Give either --api-key or --user.";
        if (isUser && PasswordOf(parsed.GetValue(_password)) is null)
            return $"--user needs --password, or {PasswordVariable} in the environment.";
        if (!isUser && KeyOf(parsed.GetValue(_apiKey)) is null)
            return $"Give --api-key (or {KeyVariable} in the environment), or --user with --password. "
                + "The command faceauth keys issue NAME makes a key.";
        if (isNamed && isUser) return "A user is always their own subject: leave --subject out.";
        if (isNamed && isIdentify) return "identify finds out who it is: leave --subject out.";
        if (isUser && isIdentify) return "identify searches a relying party's subjects: use its --api-key.";
        if (parsed.GetValue(_group) is not null && !isIdentify) return "Only identify searches a group: leave --group out.";
        if (parsed.GetValue(_consent) is not null && parsed.GetValue(_purpose) != "enroll")
            return "Consent belongs to enrolling: leave --consent out.";
        return isNamed || isUser || isIdentify ? null : "--subject says who the person is, for example --subject alice.";
    }

    SimulateSettings Read(ParseResult parsed) => new()
    {
        Clip = new()
        {
            Path = parsed.GetValue(_clip)!,
            Size = parsed.GetValue(_size),
            FramesPerSecond = parsed.GetValue(_fps),
            BitsPerSecond = parsed.GetValue(_bitrate),
            Once = parsed.GetValue(_once),
        },
        Server = new Uri(parsed.GetValue(_server)!),
        Purpose = parsed.GetValue(_purpose)!,
        Subject = parsed.GetValue(_subject),
        Group = parsed.GetValue(_group),
        Consent = parsed.GetValue(_consent),
        ApiKey = parsed.GetValue(_user) is null ? KeyOf(parsed.GetValue(_apiKey)) : null,
        User = parsed.GetValue(_user),
        Password = PasswordOf(parsed.GetValue(_password)),
        Policy = parsed.GetValue(_policy),
        Timeout = parsed.GetValue(_timeout),
        Report = parsed.GetValue(_report),
    };

    async Task<int> RunAsync(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        ISimulateOutput output = parsed.GetValue(_json)
            ? new JsonOutput(console.Output, console.Error)
            : new TextOutput(console.Output, console.Error);
        if (FindFault(parsed) is { } fault)
        {
            output.Problem(fault);
            return Undecided;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(Read(parsed), output, stop.Token) ? Accepted : Rejected;
        }
        catch (Exception e) when (e is SimulateException or ClipException)
        {
            output.Problem(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            output.Problem("Stopped before there was a decision.");
        }

        return Undecided;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    static async Task<bool> RunAsync(SimulateSettings settings, ISimulateOutput output, CancellationToken cancellation)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddFaceAuthMedia()
            .BuildServiceProvider();
        using var http = new HttpClient { BaseAddress = ServerApi.Below(settings.Server, ""), Timeout = TimeSpan.FromSeconds(15) };
        await MediaClients.WarmUpAsync();
        var run = new SimulateRun(
            settings, new ServerApi(http), (address, token, given) => SessionHub.ConnectAsync(address, token, null, given),
            services.GetRequiredService<MediaClients>().Create, output, TimeProvider.System);
        return await run.RunAsync(cancellation);
    }

    static string? KeyOf(string? given) => Given(given) ?? Given(Environment.GetEnvironmentVariable(KeyVariable));

    static string? PasswordOf(string? given) => Given(given) ?? Given(Environment.GetEnvironmentVariable(PasswordVariable));

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static PictureSize? ReadSize(ArgumentResult result)
    {
        if (!PictureSize.TryParse(result.Tokens[0].Value, out var size))
            result.AddError("--size takes two even numbers from 16 to 4096, such as 640x480.");
        return size;
    }

    static int ReadBitrate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var factor = text[^1..] switch { "k" or "K" => 1e3, "m" or "M" => 1e6, _ => 1 };
        var number = factor > 1 ? text[..^1] : text;
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * factor is >= 10e3 and <= 50e6)
            return (int)(value * factor);
        result.AddError("--bitrate takes 10k to 50M bits a second, such as 800k or 1.5M.");
        return 0;
    }

    static TimeSpan ReadTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var factor = text[^1..] switch { "m" => 60, "s" => 1, _ => 1.0 };
        var number = char.IsAsciiLetter(text[^1]) ? text[..^1] : text;
        if (text[^1] is 's' or 'm' or (>= '0' and <= '9')
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * factor is >= 1 and <= 3600) return TimeSpan.FromSeconds(value * factor);
        result.AddError("--timeout takes 1s to 60m, such as 40s or 2m.");
        return TimeSpan.Zero;
    }
}
