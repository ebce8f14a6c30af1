using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The packages, made from what is built, and the programs in tests/samples/packages, built on them as a stranger would.</summary>
/// <remarks>In a folder of their own: nothing of the repository's settings reaches them, and no package of an earlier run does.</remarks>
public sealed class PackagedSamples : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);   // on a busy machine

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-packages-").FullName;

    /// <summary>The feed: a folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>Starts one.</summary>
    internal ChildProcess Start(string sample, params string[] arguments) => ChildProcess.Start(
        "dotnet", [Path.Combine(_folder, "samples", sample, "bin", "Release", "net10.0", sample + ".dll"), .. arguments]);

    public async ValueTask InitializeAsync()
    {
        string[] built = Repository.Configuration == "Release" ? ["--no-build"] : [];
        await RunAsync(Path.Combine(Repository.Root, "eng", "pack"), [Feed, .. built]);
        var samples = Path.Combine(_folder, "samples");
        var source = Path.Combine(Repository.Root, "tests", "samples", "packages");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (relative.Split('/').Any(part => part is "bin" or "obj")) continue;
            var target = Path.Combine(samples, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // what is not ours comes from where the repository's packages lie already, or from where this machine has its own
        var others = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await RunAsync(
            "dotnet",
            [
                "build", Path.Combine(samples, "Samples.slnx"), "-c", "Release", "-v", "q", "-nologo",
                "-p:RestoreFallbackFolders=" + others,
            ]);
        // and ours from the feed, whoever publishes something of that name
        var taken = Assert.Single(Directory.GetFiles(
            Path.Combine(samples, "obj", "packages", "faceauth.media"), "*.nupkg", SearchOption.AllDirectories));
        var packed = Assert.Single(Directory.GetFiles(Feed, "FaceAuth.Media.*.nupkg"));
        Assert.Equal(await File.ReadAllBytesAsync(packed), await File.ReadAllBytesAsync(taken));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    async Task RunAsync(string program, string[] arguments)
    {
        var (code, output) = await ChildProcess.RunAsync(
            program, arguments, Patience, new Dictionary<string, string> { ["FACEAUTH_FEED"] = Feed });
        Assert.True(code == 0, output);
    }
}
