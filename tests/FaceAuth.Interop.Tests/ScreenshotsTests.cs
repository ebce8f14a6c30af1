using System.Buffers.Binary;
using System.Text.RegularExpressions;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests;

/// <summary>`eng/screenshots` as somebody runs it who renews the pictures.</summary>
[Collection("flows")]
public sealed partial class ScreenshotsTests : IDisposable
{
    static readonly string Script = Path.Combine(Repository.Root, "eng", "screenshots");

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-screens-").FullName;
    string? _address;

    [Fact]
    public async Task It_takes_its_pictures_and_ends()
    {
        var pictures = Path.Combine(_folder, "pictures");

        var (code, said) = await ChildProcess.RunAsync(Script, [pictures, "--short"], TimeSpan.FromMinutes(6));

        Assert.True(code == 0, said);
        // each is as high as its page
        Assert.All(["page-sign-in", "page-result", "page-hosted", "console-dashboard", "console-sessions"], name =>
        {
            var (width, height) = SizeOf(Path.Combine(pictures, name + "-wide-light.png"));
            Assert.Equal(1280, width);
            Assert.InRange(height, 900, 10_000);
        });
    }

    [Fact]
    public async Task Ended_from_outside_it_leaves_nothing_behind()
    {
        await using var script = ChildProcess.Start(
            Script, [Path.Combine(_folder, "pictures"), "--short"], new Dictionary<string, string> { ["TMPDIR"] = _folder });
        await UntilAsync(() => Mine().Exists(process => process.Contains("simulate", StringComparison.Ordinal)), script);

        await ChildProcess.RunAsync("kill", ["-TERM", $"{script.Id}"], TimeSpan.FromSeconds(10));
        await UntilAsync(() => script.HasExited, script);

        await UntilAsync(() => Mine().Count == 0, script);
        Assert.Empty(Directory.GetDirectories(_folder, "faceauth-screenshots-*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Command lines of what runs for the script: they name its folder, or the server that runs there.</summary>
    List<string> Mine()
    {
        var log = Directory.GetFiles(_folder, "server.log", SearchOption.AllDirectories).Select(File.ReadAllText).FirstOrDefault("");
        if (Listening().Match(log) is { Success: true } said) _address = said.Groups[1].Value;
        return [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Select(CommandOf)
            .Where(command => !command.Contains("eng/screenshots", StringComparison.Ordinal) && (
                command.Contains(_folder, StringComparison.Ordinal)
                || (_address is not null && command.Contains(_address, StringComparison.Ordinal))))];
    }

    static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";   // it has ended meanwhile
        }
    }

    static async Task UntilAsync(Func<bool> isSo, ChildProcess script)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException("It did not come to that:\n" + script.Output);
            await Task.Delay(50);
        }
    }

    static (int Width, int Height) SizeOf(string picture)
    {
        var head = File.ReadAllBytes(picture).AsSpan(16, 8);
        return (BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head[4..]));
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
