using System.CommandLine;
using System.Runtime.InteropServices;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Packs.Download;
using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth models list | pull [PACK] | verify [PACK]</c>: which models there are, getting them, checking them.</summary>
/// <remarks>Exit code 0: all is well, 1: something is missing, wrong or was not accepted.</remarks>
internal sealed class ModelsCommand
{
    readonly Argument<string?> _pack = new("PACK")
    {
        Description = "The pack's name; default: the one that the settings name (Models:Pack).",
        DefaultValueFactory = _ => null,
    };

    readonly Option<string[]> _mirrors = new("--mirror")
    {
        Description = "A folder on a server that holds the files; asked first. May be given more than once.",
        HelpName = "URL",
    };

    readonly Option<string?> _folder = new("--to")
    {
        Description = "Where the files go; default: Models:Directory, else the user's cache, which the server searches.",
        HelpName = "FOLDER",
    };

    readonly Option<bool> _accept = new("--accept-licence")
    {
        Description = "Accept the licence of a pack that restricts its use, without being asked.",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new ModelsCommand().Build();

    Command Build()
    {
        var list = new Command("list", "Lists the packs, their licences and what of them is on this machine.");
        var pull = new Command("pull", "Downloads a pack; goes on where an earlier download ended.") { _pack, _mirrors, _folder, _accept };
        var verify = new Command("verify", "Compares a pack's files with their checksums.") { _pack };
        foreach (var command in new[] { list, pull, verify }) command.TakesSettings();
        list.SetAction((parsed, _) => RunAsync(
            parsed, (library, _) => Task.FromResult(PackTexts.List(library.Packs, parsed.InvocationConfiguration.Output))));
        pull.SetAction((parsed, cancellation) => RunAsync(parsed, (library, models) => PullAsync(parsed, library, models, cancellation)));
        verify.SetAction((parsed, _) => RunAsync(parsed, (library, models) => Task.FromResult(Verify(parsed, library, models))));
        return new Command("models", "Lists, downloads and checks the models that look at faces.") { list, pull, verify };
    }

    async Task<int> PullAsync(ParseResult parsed, ModelLibrary library, ModelsOptions models, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var pack = library.Pack(parsed.GetValue(_pack) ?? models.Pack ?? ModelsOptions.PreferredPack);
        var missing = pack.Parts.Where(part => part.Path is null || library.FaultOf(part) is not null)
            .DistinctBy(part => part.File).ToList();
        if (missing.Count == 0)
        {
            await console.Output.WriteLineAsync($"{pack.Name} is complete and right; nothing to download.");
            return 0;
        }

        if (pack.NonCommercial && !parsed.GetValue(_accept) && !IsAccepted(pack, console)) return 1;
        var folder = parsed.GetValue(_folder) ?? models.Directory ?? Environment.GetEnvironmentVariable("FACEAUTH_MODELS")
            ?? ModelLibrary.DefaultFolder
            ?? throw new ModelException("This user has no home folder: name one with --to, and set Models:Directory to it.");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var left = missing.Count;
        foreach (var part in missing)
        {
            try
            {
                using var progress = new DownloadLine(console.Error, Console.IsErrorRedirected);
                progress.Done(await library.FetchAsync(part, folder, progress, stopping.Token));
                left--;
            }
            catch (ModelException e)
            {
                await console.Error.WriteLineAsync(e.Message);
                if (e.IsUnreachable)
                {
                    await console.Error.WriteLineAsync("No server was reached, so the other files were not tried. "
                        + "Without a network put them into a folder by hand: models/README.md.");
                    break;
                }
            }
        }

        await console.Output.WriteLineAsync(left == 0
            ? $"{pack.Name} is complete, in {Path.GetFullPath(folder)}. A running server that has no models finds it by itself; "
                + "one that runs on another pack takes it when it is started again."
            : $"{left} of {missing.Count} files of {pack.Name} could not be had; the reasons stand above. Run this again to go on.");
        return left == 0 ? 0 : 1;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    int Verify(ParseResult parsed, ModelLibrary library, ModelsOptions models)
    {
        var console = parsed.InvocationConfiguration;
        var pack = library.Pack(parsed.GetValue(_pack) ?? models.Pack ?? ModelsOptions.PreferredPack);
        var faults = 0;
        foreach (var part in pack.Parts)
        {
            var fault = library.FaultOf(part);
            if (fault is not null) faults++;
            console.Output.WriteLine(
                fault is null ? $"ok       {part.File}" : part.Path is null ? $"missing  {part.File}" : $"WRONG    {fault}");
        }

        console.Output.WriteLine(faults == 0
            ? $"All {pack.Parts.Count} files of {pack.Name} are right."
            : $"{faults} of {pack.Parts.Count} files of {pack.Name} are missing or wrong: faceauth models pull {pack.Name}");
        return faults == 0 ? 0 : 1;
    }

    static bool IsAccepted(PackStatus pack, InvocationConfiguration console)
    {
        console.Error.WriteLine($"{pack.Name}: {pack.Licence}");
        if (Console.IsInputRedirected)
        {
            console.Error.WriteLine("Nothing was downloaded. If you accept this licence, run the command again with --accept-licence.");
            return false;
        }

        console.Error.Write("Do you accept this licence? Type yes to download: ");
        if (Console.ReadLine()?.Trim() is "yes") return true;
        console.Error.WriteLine("Nothing was downloaded.");
        return false;
    }

    async Task<int> RunAsync(ParseResult parsed, Func<ModelLibrary, ModelsOptions, Task<int>> work)
    {
        var console = parsed.InvocationConfiguration;
        try
        {
            var settings = HostSetup.Create(Settings.Of(parsed)).Configuration.GetSection("Models");
            var models = settings.Get<ModelsOptions>() ?? new ModelsOptions();
            var download = settings.GetSection("Download").Get<DownloadOptions>() ?? new DownloadOptions();
            download = download with { Mirrors = [.. ReadMirrors(parsed.GetValue(_mirrors) ?? []), .. download.Mirrors] };
            using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = download.StallAfter });
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.UserAgent.ParseAdd($"faceauth/{VersionCommand.Version.Split('+')[0]}");
            return await work(new ModelLibrary(models, download, http, TimeProvider.System), models);
        }
        catch (ModelException e)
        {
            await console.Error.WriteLineAsync(e.Message);
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Stopped. What came in is kept; run this again to go on.");
        }

        return 1;
    }

    static IEnumerable<Uri> ReadMirrors(string[] mirrors) => mirrors.Select(mirror =>
        Uri.TryCreate(mirror, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ModelException($"--mirror takes an address such as https://models.example.org/faceauth, not \"{mirror}\"."));
}
