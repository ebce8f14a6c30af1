using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>The sample that uses FaceAuth.Media alone, as its reader would run it, with a real browser.</summary>
public sealed class MediaSampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    static readonly string Folder = Path.Combine(Repository.Root, "tests", "samples", "FaceAuth.MediaSample");

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Its_page_is_seen_and_heard_and_hears_the_server()
    {
        var program = Path.Combine(Folder, "bin", Repository.Configuration, "net10.0", "FaceAuth.MediaSample.dll");
        await using var sample = ChildProcess.Start("dotnet", [program, "--urls", "http://127.0.0.1:0", "--Media:Port", "0"]);
        const string listening = "Now listening on: ";
        var line = await sample.LineAsync(text => text.Contains(listening, StringComparison.Ordinal), Patience);

        var page = await chromium.OpenAsync(line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..]);

        await sample.LineAsync(text => text.StartsWith("picture 31: 640×480", StringComparison.Ordinal), Patience);
        await sample.LineAsync(text => text == "the page is here", Patience);
        await page.GetByText("the server is here").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public void It_has_60_lines_at_most() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Folder, "Program.cs")).Length, 1, 60);
}
