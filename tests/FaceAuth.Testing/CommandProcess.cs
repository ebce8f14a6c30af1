using System.Diagnostics;

namespace FaceAuth.Testing;

/// <summary>Runs the built command as its own process, without models in its environment and with nobody at the keyboard.</summary>
public static class CommandProcess
{
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(null, null, arguments);

    /// <summary>Runs it and, once <paramref name="interrupt"/> is done, asks it to end (SIGTERM).</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(Task interrupt, params string[] arguments) =>
        RunAsync(interrupt, null, arguments);

    /// <summary>Runs it with <paramref name="input"/> on its standard input.</summary>
    public static Task<(int Code, string Output, string Error)> RunWithAsync(string input, params string[] arguments) =>
        RunAsync(null, input, arguments);

    /// <summary>Runs it until it has written <paramref name="text"/>, and kills it (SIGKILL).</summary>
    public static async Task KillAtAsync(string text, params string[] arguments)
    {
        using var process = Process.Start(StartOf(arguments))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                if (line.Contains(text, StringComparison.Ordinal)) return;
            throw new InvalidOperationException(
                $"faceauth {string.Join(' ', arguments)} never wrote {text}: {await process.StandardError.ReadToEndAsync(limit.Token)}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The program that has a verb, as eng/faceauth picks it.</summary>
    static string ProgramOf(string verb) => verb is "eval" or "load" or "simulate" ? "faceauth-tools.dll" : "faceauth.dll";

    static ProcessStartInfo StartOf(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, ProgramOf(arguments[0])), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("FACEAUTH_MODELS");
        return start;
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(Task? interrupt, string? input, string[] arguments)
    {
        using var process = Process.Start(StartOf(arguments))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
                process.StandardInput.Close();
            }

            if (interrupt is not null)
            {
                await interrupt.WaitAsync(limit.Token);
                using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            }

            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        // a command that ends by itself has a code of its own; above 128 it is the signal that ended it
        if (process.ExitCode > 128)
            throw new InvalidOperationException(
                $"faceauth {string.Join(' ', arguments)} died of signal {process.ExitCode - 128}: {await output}{await error}");
        return (process.ExitCode, await output, await error);
    }
}
