namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>What eng/release makes of what is committed; the archive, which takes minutes, is left to whoever releases.</summary>
public sealed class ReleaseTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-release-").FullName;

    [Fact]
    public async Task Two_builds_of_the_packages_from_two_folders_are_the_same_bytes()
    {
        var (none, why) = await Checkout.RunAsync(1, "git", "rev-parse", "--verify", "HEAD");
        Assert.SkipWhen(none != 0, "This is no clone, of which a release is made: " + why);

        var (code, output) = await ReleaseAsync("https://github.com/example/faceauth", "--check", Path.Combine(_folder, "out"));

        Assert.True(code == 0, output);
        Assert.Contains("two builds, same bytes", output, StringComparison.Ordinal);
        foreach (var package in (string[])["FaceAuth.Media", "FaceAuth.Client", "FaceAuth.Aspire.Hosting"])
        {
            Assert.Contains(package, output, StringComparison.Ordinal);
            // debuggers find the sources, and learn nothing of the machine that built
            var symbols = await SymbolsAsync(package);
            Assert.Contains("https://raw.githubusercontent.com/example/faceauth/", symbols, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetTempPath(), symbols, StringComparison.Ordinal);
        }

        Assert.NotEmpty(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "notes.txt")));
    }

    [Theory]
    [InlineData("https://github.com/example/faceauth", "is not empty")]
    [InlineData("git@github.com:example/faceauth.git", "REPOSITORY is an address of https://")]
    public async Task What_it_cannot_do_it_says_before_it_begins(string repository, string word)
    {
        var folder = Path.Combine(_folder, "out");
        Directory.CreateDirectory(folder);
        if (word == "is not empty") await File.WriteAllTextAsync(Path.Combine(folder, "kept"), "kept");

        var (code, output) = await ReleaseAsync(repository, "--check", folder);

        Assert.Equal(1, code);
        Assert.Contains(word, output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Task<(int Code, string Output)> ReleaseAsync(string repository, params string[] arguments) => Checkout.RunAsync(
        15, "env", ["PACKAGES=only", "REPOSITORY=" + repository, Checkout.PathOf("eng/release"), .. arguments]);

    async Task<string> SymbolsAsync(string package)
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "out"), package + ".*.snupkg"));
        using var archive = System.IO.Compression.ZipFile.OpenRead(file);
        using var reader = new StreamReader(archive.GetEntry($"lib/net10.0/{package}.pdb")!.Open(), System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
