using System.CommandLine;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth keys rotate-master</c> and <c>faceauth keys rotate-transform</c>, beside running servers.</summary>
internal static class RotateCommand
{
    public static Command Master()
    {
        var file = new Option<string?>("--to-file")
        {
            Description = "File of the new master key; made with a new key where it is not there.",
            HelpName = "FILE",
        };
        var program = new Option<string?>("--to-command")
        {
            Description = "Program and arguments, in one word, that print the new master key; as Store:MasterKeyCommand.",
            HelpName = "COMMAND",
        };
        var alone = new Option<bool>("--no-handover")
        {
            Description = "Hands the new key to no running server: stop them first. For an old key that others know.",
        };
        var command = new Command("rotate-master",
            "Brings everything under a new master key. The settings name the old one. Interrupted, it goes on when it is run again.")
        {
            file, program, alone,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(file) is null == parsed.GetValue(program) is null) parsed.AddError("Give --to-file or --to-command.");
            if (parsed.GetValue(file) is "") parsed.AddError("--to-file takes the name of a file.");
        });
        command.SetAction((parsed, cancellation) => MasterAsync(
            parsed, new(parsed.GetValue(file), parsed.GetValue(program), !parsed.GetValue(alone)), cancellation));
        return command.TakesSettings();
    }

    public static Command Transform()
    {
        var command = new Command("rotate-transform",
            "Transforms every stored template anew, from its sealed original. Interrupted, it goes on when it is run again.");
        command.SetAction(TransformAsync);
        return command.TakesSettings();
    }

    static Task<int> MasterAsync(ParseResult parsed, MasterKeyTarget target, CancellationToken cancellation) => RunAsync(
        parsed,
        services => services.AddSingleton(target),
        async services =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var progress = new Progress(error);
            var isNew = await services.GetRequiredService<IKeyRotation>().RotateMasterAsync(target, progress.Add, cancellation);
            progress.End();
            await error.WriteLineAsync(isNew
                ? "Everything is under the new master key, and the old one opens nothing any more. Set the new one in every server's " +
                    "settings before its next start; until then they go on."
                : "Everything is under that master key already. Set it in every server's settings.");
            return 0;
        },
        cancellation);

    static Task<int> TransformAsync(ParseResult parsed, CancellationToken cancellation) => RunAsync(
        parsed,
        _ => { },
        async services =>
        {
            var progress = new Progress(parsed.InvocationConfiguration.Error);
            var generation = await services.GetRequiredService<IKeyRotation>()
                .RotateTransformAsync(some => progress.Add("subjects", some), cancellation);
            progress.End();
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"All templates are of transform generation {generation}.");
            return 0;
        },
        cancellation);

    static async Task<int> RunAsync(
        ParseResult parsed, Action<IServiceCollection> add, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            return await StoreCommand.RunAsync(parsed, add, work, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Interrupted. Run it again to go on; servers work meanwhile.");
            return 1;
        }
    }

    /// <summary>Says how many rows are done, a line for each kind and about every thousand.</summary>
    sealed class Progress(TextWriter output)
    {
        const int Step = 1000;

        string? _kind;
        int _done, _said;

        public void Add(string kind, int some)
        {
            if (kind != _kind)
            {
                End();
                (_kind, _done, _said) = (kind, 0, 0);
            }

            _done += some;
            if (_done >= _said + Step) Say();
        }

        public void End()
        {
            if (_done > _said) Say();
        }

        void Say()
        {
            output.WriteLine($"{_done} {_kind}");
            _said = _done;
        }
    }
}
