using System.IO.Compression;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>What the server gives out is what the sources make, so that it builds without Node.</summary>
public sealed class ComponentBuildTests(ITestOutputHelper output)
{
    const int MostBytes = 60_000;

    [Fact]
    public async Task The_built_files_are_those_of_the_sources()
    {
        var folder = await ComponentPackages.FolderAsync();
        var target = Path.Combine(folder, "built");

        var (code, said) = await ChildProcess.RunAsync("node", [Path.Combine(folder, "build.mjs"), target], TimeSpan.FromMinutes(2));

        Assert.True(code == 0, said);
        Assert.Equal(FilesOf(ComponentPackages.Built), FilesOf(target));
        byte[] Read(string of, string file) => File.ReadAllBytes(Path.Combine(of, file));
        Assert.All(FilesOf(target), file => Assert.True(
            Read(target, file).AsSpan().SequenceEqual(Read(ComponentPackages.Built, file)),
            $"{file} is not what its sources make: run npm ci and npm run build in FaceAuth.Signaling/Web."));
    }

    [Fact]
    public void With_SignalR_in_it_it_has_at_most_60_kB_compressed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(File.ReadAllBytes(Path.Combine(ComponentPackages.Built, "face-auth.js")));

        output.WriteLine($"face-auth.js: {packed.Length:N0} bytes compressed");
        Assert.InRange(packed.Length, 1, MostBytes);
        Assert.Contains("HubConnection", File.ReadAllText(Path.Combine(ComponentPackages.Built, "face-auth.js")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dist/face-auth.js")]
    [InlineData("faceauth-browser-0.1.0.tgz")]
    public async Task What_npm_pack_leaves_is_no_part_of_the_checkout(string file)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Repository.Root, ".git")) || File.Exists(Path.Combine(Repository.Root, ".git")),
            "This is no checkout.");

        var (code, said) = await ChildProcess.RunAsync(
            "git", ["check-ignore", Path.Combine(ComponentPackages.Sources, file)], TimeSpan.FromMinutes(1));

        Assert.True(code == 0, $"{file} is not ignored. {said}");
    }

    static string[] FilesOf(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
