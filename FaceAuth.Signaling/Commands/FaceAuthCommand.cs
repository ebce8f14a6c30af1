using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FaceAuth.Signaling.Commands.Doctor;

namespace FaceAuth.Signaling.Commands;

/// <summary>The <c>faceauth</c> command: its verbs and what becomes of their errors.</summary>
/// <param name="description">What the help says first.</param>
/// <param name="verbs">The verbs.</param>
/// <param name="usual">The verb that is meant where only settings were typed, or nothing; null for none.</param>
internal sealed class FaceAuthCommand(string description, IEnumerable<Command> verbs, string? usual = null)
{
    readonly Command _root = Root(description, verbs);

    /// <summary>Its verbs, each with its options.</summary>
    internal IEnumerable<Command> Verbs => _root.Subcommands;

    /// <summary>The server's verbs. Without a verb the server is run.</summary>
    /// <param name="serve">Runs the server with settings until it is stopped.</param>
    /// <param name="build">Builds it and does not start it; null where nothing is asked of it.</param>
    public static FaceAuthCommand OfServer(Func<string[], Task> serve, Func<string[], WebApplication>? build = null) => new(
        "FaceAuth: decides from live camera video whether a real, present person is who they claim to be.",
        [
            ServeCommand.Create(serve), KeysCommand.Create(), AccountsCommand.Create(), WebhooksCommand.Create(), DbCommand.Create(),
            AuditCommand.Create(), JobsCommand.Create(), ImportCommand.Create(), ModelsCommand.Create(), DoctorCommand.Create(),
            OpenApiCommand.Create(build ?? (_ => throw new NotSupportedException())), VersionCommand.Create(),
        ],
        ServeCommand.Verb);

    /// <summary>
    /// Runs what the arguments ask for; the exit code is 0 only when it was done, and 2 when the arguments make no sense.
    /// </summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Takes the place of standard output.</param>
    /// <param name="error">Takes the place of standard error.</param>
    public async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var (rest, settings, fault) = Settings.Split(args);
        var parsed = _root.Parse([.. usual is not null && NamesNoVerb(rest) ? [usual] : Array.Empty<string>(), .. rest, .. settings]);
        if ((fault ?? FaultOf(parsed, settings.Count > 0)) is { } said)
        {
            await (error ?? Console.Error).WriteLineAsync($"{said} See {HelpOf(parsed)}.");
            return 2;
        }

        // The host handles its own signals; its exceptions are explained in ServeCommand or seen by who hosts it.
        var console = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (output is not null) console.Output = output;
        if (error is not null) console.Error = error;
        return await parsed.InvokeAsync(console);
    }

    /// <summary>True when nothing but settings was typed, or an option instead of a verb.</summary>
    static bool NamesNoVerb(List<string> rest) =>
        rest.Count == 0 || (rest[0].StartsWith("--", StringComparison.Ordinal) && rest[0] is not ("--help" or "--version"));

    /// <summary>What was not understood; null when all was, or help is asked for.</summary>
    static string? FaultOf(ParseResult parsed, bool hasSettings)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is not ParseErrorAction) return null;
        if (hasSettings && !Settings.AreTakenBy(parsed)) return "This takes no settings (--Section:Name).";
        return parsed.UnmatchedTokens.Count > 0
            ? $"\"{parsed.UnmatchedTokens[0]}\" is not understood."
            : string.Join(' ', parsed.Errors.Select(one => ArgumentFault.WordsFor(one.Message)).Distinct());
    }

    /// <summary>Named as people type it; a <see cref="RootCommand"/> would bear the file's name.</summary>
    static Command Root(string description, IEnumerable<Command> verbs)
    {
        var root = new Command("faceauth", description) { new HelpOption(), new VersionOption() };
        foreach (var verb in verbs) root.Add(verb);
        return root;
    }

    static string HelpOf(ParseResult parsed)
    {
        var verbs = new List<string>();
        for (var at = parsed.CommandResult; at.Parent is CommandResult parent; at = parent) verbs.Insert(0, at.Command.Name);
        return string.Join(' ', ["faceauth", .. verbs, "--help"]);
    }
}
