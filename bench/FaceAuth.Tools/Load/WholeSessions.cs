using System.CommandLine;
using System.Globalization;
using FaceAuth.Load;
using FaceAuth.Load.Measuring;
using FaceAuth.Load.Sessions;
using FaceAuth.Media;
using FaceAuth.Media.Loop;

namespace FaceAuth.Tools.Load;

/// <summary>The scenario <c>sessions</c>: whole servers, models on, and people who want in.</summary>
internal sealed class WholeSessions
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "sessions";

    /// <summary>What it does, in a sentence.</summary>
    public const string Purpose = "people enrol and come back to whole servers, models on: how many a minute are accepted within 10 s";

    const string KeyVariable = "FACEAUTH_API_KEY";

    readonly Option<int?> _people = LoadCommand.Number("--people", "sessions: people enrolled before, 1–1000; default 20.", 1, 1000);
    readonly Option<string?> _rates = new("--rates")
    {
        Description = "sessions: how many begin a minute, step after step, such as 60,90; default: upwards until too few are accepted.",
        HelpName = "LIST",
    };
    readonly Option<string?> _enrol = new("--enrol-clip")
    {
        Description = "sessions: a video of the person, to enrol with; default: --clip's, or a bundled one.",
        HelpName = "FILE",
    };
    readonly Option<string?> _key = new("--api-key")
    {
        Description = $"sessions: a relying party's key at --server; default: the environment's {KeyVariable}.",
        HelpName = "KEY",
    };

    readonly Option<int?> _cores = LoadCommand.Number(
        "--cores", "sessions: processors of all --server together, for the figures of one core; 1–100000.", 1, 100_000);

    /// <summary>Its own options.</summary>
    public IEnumerable<Option> Options => [_people, _rates, _enrol, _key, _cores];

    /// <summary>What its own options say; the caller adds the rest.</summary>
    public SessionsSettings Read(ParseResult parsed) => new()
    {
        EnrolClip = parsed.GetValue(_enrol) ?? parsed.GetValue<string?>("--clip") ?? Bundled("anton_enrol.mp4"),
        Clip = "",
        People = parsed.GetValue(_people) ?? 20,
        Rates = parsed.GetValue(_rates) is { } rates ? ReadRates(rates) : [],
        ServerCores = parsed.GetValue(_cores),
        ApiKey = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
        Processors = new(null, null, ""),
    };

    /// <summary>Runs it.</summary>
    /// <exception cref="LoadException">Nothing could be measured.</exception>
    public async Task<SessionsReport> RunAsync(SessionsSettings settings, Action<string> say, CancellationToken cancellation)
    {
        if (settings.Servers.Count > 0 && string.IsNullOrEmpty(settings.ApiKey))
            throw new LoadException($"--server needs --api-key, or {KeyVariable} in the environment; faceauth keys issue NAME makes one.");
        var loadBefore = MachineFacts.Load;
        if (settings.Servers.Count == 0)
            settings = settings with { ServerCores = (settings.Processors.Server ?? ProcessorList.Allowed).Count };
        say(settings.Processors.Words);
        await settings.Processors.HoldClientsAsync(cancellation);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddFaceAuthMedia()
            .BuildServiceProvider();
        await MediaClients.WarmUpAsync();
        var cameras = services.GetRequiredService<MediaClients>();
        var steps = await new SessionsRun(settings, cameras.Create, TimeProvider.System, say, cancellation).RunAsync();
        return new SessionsReport(
            $"{settings.People} people verify with {Path.GetFileName(settings.Clip)} under {settings.Policy}, "
            + $"{settings.FramesPerSecond} pictures/s and {settings.BitsPerSecond / 1000} kbit/s, "
            + $"{settings.Length.TotalSeconds:0} s a rate, {settings.Processors.Words}",
            MachineFacts.Name, loadBefore, MachineFacts.Load, settings, steps);
    }

    /// <summary>A clip that comes with the checkout.</summary>
    /// <exception cref="LoadException">This is no checkout.</exception>
    public static string Bundled(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clip = Path.Combine(folder.FullName, "tests", "clips", name);
            if (File.Exists(clip)) return clip;
        }

        throw new LoadException("There is no bundled clip here: give --clip, a video of one person's face.");
    }

    static List<int> ReadRates(string text)
    {
        var rates = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is < 1 or > 100_000)
                throw new LoadException("--rates takes numbers from 1 to 100000, such as 60,90,120.");
            rates.Add(rate);
        }

        return rates;
    }
}
