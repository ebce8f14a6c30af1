using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Tools.Eval;

/// <summary>What the verbs below <c>eval</c> have in common: their shared options, and what becomes of errors.</summary>
/// <remarks>Exit code 0: measured; 1: measured, but what was asked for on top is refused; 2: not measured.</remarks>
internal abstract class EvalVerb
{
    readonly Option<string?> _pack = new("--pack")
    {
        Description = "Model pack; default: the server's (Models:Pack), permissive.",
        HelpName = "NAME",
    };
    readonly Option<string?> _models = new("--models")
    {
        Description = "Folder of the models; default: FACEAUTH_MODELS.",
        HelpName = "DIR",
    };
    readonly Option<string?> _manifest = new("--manifest")
    {
        Description = "Model manifest; default: the one beside the program.",
        HelpName = "FILE",
    };
    readonly Option<string?> _json = new("--json") { Description = "Write the figures to a file as JSON.", HelpName = "FILE" };
    readonly Option<string?> _html = new("--html")
    {
        Description = "Write a report for people: one page without anything from elsewhere.",
        HelpName = "FILE",
    };
    readonly Option<string?> _resume = new("--resume")
    {
        Description = "Keep what is found of each picture in a file and go on from there. "
            + "Holds embeddings: keep it as safe as the pictures.",
        HelpName = "FILE",
    };

    readonly Option<int> _side = new("--side")
    {
        Description = "Scale pictures with a longer side down to this many pixels.",
        DefaultValueFactory = _ => 1280,
        HelpName = "PIXELS",
    };
    readonly Option<int> _workers = new("--workers")
    {
        Description = "Pictures at once; default: one a processor.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "NUMBER",
    };

    /// <summary>The groups.</summary>
    protected Option<string?> Labels { get; } =
        new("--labels") { Description = "Groups to report apart: lines of path,group.", HelpName = "FILE" };

    /// <summary>Which pictures the dearer models look at.</summary>
    protected virtual ExamineGate Gate(ParseResult parsed) => ExamineGate.Decision;

    /// <summary>The command with its own options.</summary>
    protected abstract Command Describe();

    /// <summary>Measures; returns the exit code.</summary>
    protected abstract int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation);

    /// <summary>The verb, complete.</summary>
    protected Command Build()
    {
        var command = Describe();
        foreach (var option in (Option[])[_pack, _models, _manifest, _json, _html, _resume, Labels, _side, _workers])
            command.Options.Add(option);
        Within(_side, 64, 4096);
        Within(_workers, 1, 64);
        command.SetAction((parsed, _) => Task.FromResult(Execute(parsed)));
        return command.TakesSettings();
    }

    /// <summary>Prints the report and writes the files that were asked for.</summary>
    protected static void Publish(EvalReport report, EvalSettings settings, EvalConsole console)
    {
        ConsoleReport.Write(report, console.Output);
        ReportFiles.Write(report, settings, console);
    }

    /// <summary>The exit code: 0 where something was measured, else 2, and why not is said.</summary>
    protected static int Measured(bool something, string why, EvalConsole console)
    {
        if (something) return 0;
        console.Error.WriteLine($"Nothing was measured: {why}.");
        return 2;
    }

    /// <summary>Models, side and workers as given, for a verb that is run in turn; what its own line says stands.</summary>
    protected IEnumerable<string> Shared(ParseResult parsed, IReadOnlyList<string> line)
    {
        foreach (var option in (Option<string?>[])[_pack, _models, _manifest])
        {
            if (parsed.GetValue(option) is { } value && !line.Contains(option.Name))
                foreach (var part in (string[])[option.Name, value]) yield return part;
        }

        foreach (var option in (Option<int>[])[_side, _workers])
        {
            yield return option.Name;
            yield return parsed.GetValue(option).ToString(CultureInfo.InvariantCulture);
        }
    }

    int Execute(ParseResult parsed)
    {
        var invocation = parsed.InvocationConfiguration;
        var console = new EvalConsole(invocation.Output, invocation.Error, invocation.Error == Console.Error && !Console.IsErrorRedirected);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return Run(parsed, Read(parsed), console, stop.Token);
        }
        catch (Exception e) when (e is EvalException or ModelException or FfmpegMissingException)
        {
            console.Error.WriteLine(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Error.WriteLine(parsed.GetValue(_resume) is { } file
                ? $"Stopped. The same command with --resume {file} goes on from here."
                : "Stopped. With --resume FILE a run can be gone on with.");
        }

        return 2;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    EvalSettings Read(ParseResult parsed)
    {
        var configuration = HostSetup.Create(Settings.Of(parsed)).Configuration;
        try
        {
            configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                // what is measured is what was asked for: the starter pack stands in for nothing here
                ["Models:Pack"] = parsed.GetValue(_pack) ?? configuration["Models:Pack"] ?? ModelsOptions.PreferredPack,
                ["Models:Directory"] = parsed.GetValue(_models),
                ["Models:Manifest"] = parsed.GetValue(_manifest),
                ["Pipeline:Threads"] = "1",   // the workers are the evaluation's own
            }.Where(setting => setting.Value is not null));
            return new()
            {
                Configuration = configuration,
                Models = configuration.GetSection("Models").Get<ModelsOptions>() ?? new(),
                Inference = configuration.GetSection("Inference").Get<InferenceOptions>() ?? new(),
                Decision = configuration.GetSection("Decision").Get<DecisionOptions>() ?? new(),
                Gate = Gate(parsed),
                MaxSide = parsed.GetValue(_side),
                Workers = parsed.GetValue(_workers),
                Json = parsed.GetValue(_json),
                Html = parsed.GetValue(_html),
                Journal = parsed.GetValue(_resume),
                Labels = parsed.GetValue(Labels),
            };
        }
        catch (InvalidOperationException e)
        {
            throw new EvalException(e.Message, e);
        }
    }

    /// <summary>Keeps a number within bounds.</summary>
    protected static void Within(Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1
            && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                && value >= low && value <= high))
            result.AddError($"{option.Name} takes {low} to {high}.");
    });
}
