using System.Text;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>A real server that is told to end while it starts.</summary>
public sealed class StopAtStartTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-stopped-").FullName;

    [Theory]
    [InlineData("Serilog.dll", "")]            // the host is put together
    [InlineData("libe_sqlite3.so", "")]        // the database is opened
    [InlineData("", "faceauth.db-wal")]
    [InlineData("", "jobs.db")]                // the store is there, and the next service starts
    [InlineData("libonnxruntime.so", "")]
    [InlineData("", "signing-key.pem")]
    public async Task It_ends_with_0_and_without_a_word_of_a_fault(string library, string file)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            UntilAsync(library, file), "serve", "--urls", "http://127.0.0.1:0", "--Media:Port", "0", "--Store:Directory", _folder);

        Assert.True(code == 0, $"It ended with {code} and said: {output}{error}");
        Assert.DoesNotContain("Exception", output + error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Until the server has loaded the library, or made the file.</summary>
    async Task UntilAsync(string library, string file)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!(library.Length > 0 ? HasLoaded(library) : File.Exists(Path.Combine(_folder, file)))) await Task.Delay(1, limit.Token);
    }

    bool HasLoaded(string library) => Directory.GetDirectories("/proc").Where(one => char.IsAsciiDigit(Path.GetFileName(one)[0])).Any(one =>
        Text(one, "cmdline").Contains(_folder, StringComparison.Ordinal) && Text(one, "maps").Contains(library, StringComparison.Ordinal));

    /// <summary>Empty where the process ended meanwhile, or is another's.</summary>
    static string Text(string process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
