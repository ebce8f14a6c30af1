using System.Globalization;

namespace FaceAuth.Load.Measuring;

/// <summary>Where a figure was measured, for the report.</summary>
internal static class MachineFacts
{
    /// <summary>Processor and number of cores.</summary>
    public static string Name
    {
        get
        {
            const string key = "model name";
            var model = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
                : null;
            return $"{model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown processor"}, "
                + $"{Environment.ProcessorCount} cores";
        }
    }

    /// <summary>Processes that ran or wanted to, mean of the last minute; null where the system does not say.</summary>
    public static double? Load =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
