using System.Globalization;

namespace FaceAuth.Load.Measuring;

/// <summary>Reads from /proc what a process uses. Linux alone.</summary>
internal sealed class ServerProbe(int process, TimeProvider clock)
{
    const double TicksPerSecond = 100;   // USER_HZ, the same on every architecture that .NET runs on
    const string ReceiverName = "Media";

    readonly string _folder = $"/proc/{process}";

    /// <summary>Reads it now.</summary>
    /// <exception cref="LoadException">The process has gone, or this is no Linux.</exception>
    public ServerSample Read()
    {
        try
        {
            return new ServerSample
            {
                At = clock.GetElapsedTime(0),
                ProcessorSeconds = ProcessorSeconds($"{_folder}/stat", out _),
                ReceiverSeconds = ReceiverSeconds(),
                Threads = Directory.GetDirectories($"{_folder}/task").Length,
                ResidentBytes = Kilobytes("VmRSS:") * 1024,
                Handles = Directory.GetFileSystemEntries($"{_folder}/fd").Length,
                SocketDrops = SocketDrops(),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LoadException("The server's process cannot be read under /proc: it has ended, or this is not Linux.", e);
        }
    }

    double ReceiverSeconds()
    {
        double sum = 0;
        foreach (var thread in Directory.GetDirectories($"{_folder}/task"))
        {
            try
            {
                var seconds = ProcessorSeconds($"{thread}/stat", out var name);
                if (name.StartsWith(ReceiverName, StringComparison.Ordinal)) sum += seconds;
            }
            catch (Exception e) when (e is IOException)
            {
                // it has just ended
            }
        }

        return sum;
    }

    /// <summary>Fields 14 and 15 of proc_pid_stat(5); the name before them stands in brackets and may hold anything.</summary>
    static double ProcessorSeconds(string path, out string name)
    {
        var line = File.ReadAllText(path);
        var (open, close) = (line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(')'));
        name = line[(open + 1)..close];
        var fields = line[(close + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    long Kilobytes(string key)
    {
        foreach (var line in File.ReadLines($"{_folder}/status"))
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
                return Number(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim());
        }

        return 0;
    }

    /// <summary>The last column of the rows of /proc/net/udp and udp6 whose sockets are the process's own.</summary>
    long SocketDrops()
    {
        var own = new HashSet<string>();
        foreach (var file in new DirectoryInfo($"{_folder}/fd").GetFileSystemInfos())
        {
            if (file.LinkTarget is { } target && target.StartsWith("socket:[", StringComparison.Ordinal)) own.Add(target[8..^1]);
        }

        long drops = 0;
        foreach (var table in new[] { "udp", "udp6" })
        {
            if (!File.Exists($"{_folder}/net/{table}")) continue;
            foreach (var line in File.ReadLines($"{_folder}/net/{table}").Skip(1))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > 12 && own.Contains(columns[9])) drops += Number(columns[^1]);
            }
        }

        return drops;
    }

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
