using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FaceAuth.Signaling.Commands.Models;
using FaceAuth.Signaling.Evaluate;
using FaceAuth.Signaling.Simulate;

namespace FaceAuth.Signaling.Commands;

/// <summary>The <c>faceauth</c> command: its verbs and what becomes of their errors.</summary>
internal sealed class FaceAuthCommand
{
    readonly RootCommand _root;

    FaceAuthCommand(RootCommand root) => _root = root;

    /// <summary>Puts the verbs together. Without a verb the server is run.</summary>
    /// <param name="serve">Runs the server with settings until it is stopped.</param>
    public static FaceAuthCommand Create(Func<string[], Task> serve) => new(new RootCommand(
        "FaceAuth: decides from live camera video whether a real, present person is who they claim to be.")
    {
        ServeCommand.Create(serve),
        KeysCommand.Create(),
        AccountsCommand.Create(),
        SimulateCommand.Create(),
        ModelsCommand.Create(),
        EvalCommand.Create(),
        LoadCommand.Create(),
        VersionCommand.Create(),
    });

    /// <summary>
    /// Runs what the arguments ask for; the exit code is 0 only when it was done, and 2 when the arguments make no sense.
    /// </summary>
    /// <param name="args">What was typed.</param>
    /// <param name="output">Takes the place of standard output.</param>
    /// <param name="error">Takes the place of standard error.</param>
    public async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var (rest, settings, fault) = Settings.Split(args);
        var parsed = _root.Parse([.. ServeCommand.IsMeant(rest) ? [ServeCommand.Verb] : Array.Empty<string>(), .. rest, .. settings]);
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

    /// <summary>What was not understood; null when all was, or help is asked for.</summary>
    static string? FaultOf(ParseResult parsed, bool hasSettings)
    {
        if (parsed.Errors.Count == 0 || parsed.Action is not ParseErrorAction) return null;
        if (hasSettings && !Settings.AreTakenBy(parsed)) return "This takes no settings (--Section:Name).";
        return parsed.UnmatchedTokens.Count > 0 ? $"\"{parsed.UnmatchedTokens[0]}\" is not understood." : string.Join(' ', parsed.Errors.Select(one => one.Message).Distinct());
    }

    static string HelpOf(ParseResult parsed)
    {
        var verbs = new List<string>();
        for (var at = parsed.CommandResult; at.Parent is CommandResult parent; at = parent) verbs.Insert(0, at.Command.Name);
        return string.Join(' ', ["faceauth", .. verbs, "--help"]);
    }
}
