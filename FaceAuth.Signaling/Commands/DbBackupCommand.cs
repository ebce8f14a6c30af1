using System.CommandLine;
using System.Globalization;
using FaceAuth.Store.Copying;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth db backup</c>: the SQLite database in a file, beside the server that works on it.</summary>
internal static class DbBackupCommand
{
    static readonly Option<string> To = new("--to")
    {
        Description = "The file to write; it must not be there yet.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        var backup = new Command("backup", "Writes the SQLite database to a file, while a server works on it.") { To };
        backup.Validators.Add(parsed =>
        {
            if (parsed.GetValue(To) is "") parsed.AddError("--to takes a file.");
        });
        backup.SetAction(RunAsync);
        return backup;
    }

    static Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation) => StoreCommand.RunAsync(
        parsed,
        _ => { },
        async services =>
        {
            var file = parsed.GetValue(To)!;
            try
            {
                var bytes = await StoreBackup.RunAsync(services, file, (_, _) => { }, cancellation);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Wrote {file}, {bytes} bytes. The master key and the signing key are not in it: keep them too, and elsewhere."));
                return 0;
            }
            catch (OperationCanceledException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"Broken off: {file} was not written.");
                return 1;
            }
        },
        cancellation,
        StoreOpening.Closed);
}
