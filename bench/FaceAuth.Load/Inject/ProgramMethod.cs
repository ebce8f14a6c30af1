using System.ComponentModel;
using System.Diagnostics;

namespace FaceAuth.Load.Inject;

/// <summary>A method that another program carries out: a browser, or a script for another stack.</summary>
/// <param name="name">Its name.</param>
/// <param name="purpose">What it does.</param>
/// <param name="program">What is started.</param>
/// <param name="probe">Arguments by which it tells that it is there.</param>
/// <param name="arguments">Arguments for a session.</param>
internal sealed class ProgramMethod(
    string name, string purpose, string program, string[] probe, Func<InjectSession, IEnumerable<string>> arguments) : IInjectMethod
{
    static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string? Agent { get; init; }

    /// <inheritdoc/>
    public string Purpose => purpose;

    /// <inheritdoc/>
    public bool IsHonest { get; init; }

    /// <summary>Writes what the program needs into a folder of its own; null for nothing.</summary>
    public Action<string>? Prepares { get; init; }

    /// <inheritdoc/>
    public async Task<string?> FindLackAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ProbeTime);
        try
        {
            using var process = Start(probe);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', probe)} fails";
        }
        catch (Win32Exception)
        {
            return $"{program} is not installed";
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(InjectSession session, CancellationToken cancellation)
    {
        var home = Directory.CreateDirectory(Path.Combine(session.Files.Folder, session.Id)).FullName;
        Prepares?.Invoke(home);
        using var process = Start(arguments(session), home);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    Process Start(IEnumerable<string> given, string? home = null)
    {
        var start = new ProcessStartInfo(program, given) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null) start.Environment["HOME"] = home;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };   // read, so that it never waits for a reader
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
