using System.Globalization;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>A machine with many times more to do than it has processors for: a browser on it shows too few of its camera's pictures.</summary>
/// <remarks>What a person would do then is done here: they try once more. Where there was time for everything nothing is tried twice.</remarks>
static class BusyMachine
{
    const int Most = 3, Crowd = 3;

    /// <summary>Runs a session in real time; again where it was not accepted, and the machine is why.</summary>
    public static async Task<T> TryAsync<T>(Func<Task<T>> run, Func<T, bool> isAccepted)
    {
        for (var tries = 1; ; tries++)
        {
            var ended = await run();
            if (isAccepted(ended) || tries == Most || !IsBusy()) return ended;
        }
    }

    /// <summary>The same of one that waits in vain.</summary>
    public static async Task TryAsync(Func<Task> run)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await run();
                return;
            }
            catch (TimeoutException) when (tries < Most && IsBusy())
            {
                // once more
            }
        }
    }

    /// <summary>By the mean of the last minute of what runs or waits to (proc_loadavg(5)).</summary>
    public static bool IsBusy() => File.Exists("/proc/loadavg")
        && double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) > Crowd * Environment.ProcessorCount;
}
