using System.CommandLine;
using System.CommandLine.Invocation;
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
        var parsed = _root.Parse(ServeCommand.IsMeant(args) ? [ServeCommand.Verb, .. args] : args);
        if (parsed.Action is ParseErrorAction fault) fault.ShowHelp = false;   // the error would be lost above a page of options
        // The host handles its own signals; its exceptions are explained in ServeCommand or seen by who hosts it.
        var console = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        if (output is not null) console.Output = output;
        if (error is not null) console.Error = error;
        var code = await parsed.InvokeAsync(console);
        return parsed.Action is ParseErrorAction ? 2 : code;
    }
}
