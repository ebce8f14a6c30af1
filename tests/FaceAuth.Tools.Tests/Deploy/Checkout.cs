using System.Diagnostics;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>The checkout's files, and programs run in it.</summary>
static class Checkout
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Vectors.PathOf("."), "..", ".."));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Runs a program until it ends, or <paramref name="minutes"/> are over; what it wrote is in one text.</summary>
    public static async Task<(int Code, string Output)> RunAsync(int minutes, string program, params string[] arguments)
    {
        // one pipe for both, so that they stand in the order in which they were written
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$@\" 2>&1", "bash", program, .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Root,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
