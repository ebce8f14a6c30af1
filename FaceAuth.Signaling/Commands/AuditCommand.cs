using System.CommandLine;
using System.Globalization;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth audit verify</c> and <c>audit export</c>: whether the audit is whole, and a copy that proves itself.</summary>
internal static class AuditCommand
{
    public static Command Create() => new(
        "audit", "Checks the audit's chains and writes them out.") { Verify().TakesSettings(), Export().TakesSettings() };

    static Command Verify()
    {
        var file = new Option<string?>("--file") { Description = "Checks this export and needs no database." };
        var jwks = new Option<string?>("--jwks")
        {
            Description = "With --file: a JSON Web Key Set; only its keys are trusted. Without it the file's own are, which prove little.",
        };
        var json = new Option<bool>("--json") { Description = "Prints the result as JSON." };
        var verify = new Command(
            "verify", "Walks every node's chain and names the first entry where it breaks; 0 when all are whole.") { file, jwks, json };
        verify.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(file) is { } path)
                return VerifyFileAsync(parsed, path, parsed.GetValue(jwks), parsed.GetValue(json), cancellation);
            return StoreCommand.RunAsync(
                parsed, _ => { },
                async services => await AuditReports.PrintAsync(
                    await services.GetRequiredService<IAuditChain>().VerifyAsync(cancellation), parsed.GetValue(json),
                    parsed.InvocationConfiguration.Output),
                cancellation);
        });
        verify.Validators.Add(result =>
        {
            if (result.GetValue(jwks) is not null && result.GetValue(file) is null) result.AddError("--jwks goes with --file.");
            if (result.GetValue(file) is "" || result.GetValue(jwks) is "") result.AddError("--file and --jwks take the name of a file.");
        });
        return verify;
    }

    static Command Export()
    {
        var from = Time("--from", "From the first entry at or after this time, such as 2026-03-01 or 2026-03-01T12:00:00Z (UTC).");
        var to = Time("--to", "To the last entry before this time.");
        var node = new Option<string?>("--node") { Description = "Of this node only." };
        var output = new Option<string>("--out")
        {
            Description = "The file to write, readable by its owner alone. What is there is never replaced.",
            Required = true,
        };
        var addresses = new Option<bool>("--with-addresses") { Description = "Opens the sealed addresses: personal data." };
        var export = new Command(
            "export", "Writes entries, checkpoints and public keys as JSON Lines, which \"audit verify --file\" checks. It is audited.")
            { from, to, node, output, addresses };
        export.SetAction((parsed, cancellation) => ExportAsync(
            parsed, new(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(node), parsed.GetValue(addresses)),
            parsed.GetValue(output)!, cancellation));
        return export;
    }

    static async Task<int> VerifyFileAsync(ParseResult parsed, string path, string? jwks, bool json, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        try
        {
            var keys = jwks is null ? null : await File.ReadAllTextAsync(jwks, cancellation);
            await using var file = File.OpenRead(path);
            return await AuditReports.PrintAsync(await AuditFile.VerifyAsync(file, keys, cancellation), json, console.Output);
        }
        catch (Exception e) when (e is StoreException or IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync(AuditReports.Plain(e.Message));
            return 1;
        }
    }

    static async Task<int> ExportAsync(ParseResult parsed, AuditExport what, string path, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var problem = string.IsNullOrWhiteSpace(path) ? "--out takes the name of a file."
            : what.From >= what.To ? "--from has to be before --to."
            // a file that is evidence, or a device
            : Path.Exists(path) ? $"{path} is there already, and is not replaced. Name another file."
            : null;
        if (problem is null)
            return await StoreCommand.RunAsync(
                parsed,
                services => services.AddAuditSigner(),
                services => WriteAsync(services.GetRequiredService<IAuditChain>(), what, path, console, cancellation),
                cancellation);
        await console.Error.WriteLineAsync(problem);
        return 2;
    }

    static async Task<int> WriteAsync(
        IAuditChain audit, AuditExport what, string path, InvocationConfiguration console, CancellationToken cancellation)
    {
        var draft = path + ".part";
        try
        {
            AuditExported exported;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(draft, options)) exported = await audit.ExportAsync(what, file, cancellation);
            if (exported.Entries == 0)
            {
                var whose = what.Node is null ? "" : $" of a node \"{what.Node}\"";
                await console.Error.WriteLineAsync($"There are no entries{whose} of that time: {path} was not written.");
                return 2;
            }

            File.Move(draft, path, overwrite: false);   // whole or not at all
            await console.Error.WriteLineAsync(exported.IsSigned
                ? $"Wrote {exported.Entries} entries to {path}. Check it: faceauth audit verify --file {path} --jwks KEYS"
                : $"Wrote {exported.Entries} entries to {path} as they are, unsigned: the audit is broken. Run: faceauth audit verify");
            return exported.IsSigned ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"{path} cannot be written: {e.Message}");
            return 1;
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
            result.AddError($"{name} takes a time such as 2026-03-01T12:00:00Z.");
            return null;
        },
    };
}
