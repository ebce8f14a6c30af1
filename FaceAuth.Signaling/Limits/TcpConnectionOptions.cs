using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many TCP connections the web server holds. Section "Connections".</summary>
/// <remarks>Each takes a file descriptor, and a process without any can open no file, no database and no socket of its own.</remarks>
internal sealed record TcpConnectionOptions
{
    const int Least = 64;
    const int UsualMost = 10_000;
    const int LeastPerAddress = 4;
    const int UsualMostPerAddress = 256;

    readonly int? _mostPerAddress;

    /// <summary>All of them, WebSockets too. 16–1 000 000, default a quarter of the process' file descriptors, at most 10 000.</summary>
    [Range(16, 1_000_000)] public int Most { get; init; } = ForDescriptors();

    /// <summary>Of those, from one IPv4 address or one IPv6 /64. 4–1 000 000, default a quarter of all, at most 256.</summary>
    /// <remarks>Proxies in Web:TrustedProxies carry many people and are not counted.</remarks>
    [Range(LeastPerAddress, 1_000_000)]
    public int MostPerAddress
    {
        get => _mostPerAddress ?? Math.Clamp(Most / 4, LeastPerAddress, UsualMostPerAddress);
        init => _mostPerAddress = value;
    }

    /// <summary>A quarter of what the process may open, as far as it can be told.</summary>
    static int ForDescriptors() => DescriptorsOf("/proc/self/limits") is { } most ? Math.Clamp(most / 4, Least, UsualMost) : UsualMost;

    /// <summary>The soft bound, which the runtime has raised to the hard one by now (RLIMIT_NOFILE); null where it is not told.</summary>
    static int? DescriptorsOf(string file)
    {
        const string Name = "Max open files";
        try
        {
            var soft = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return long.TryParse(soft, CultureInfo.InvariantCulture, out var most) ? (int)Math.Min(most, int.MaxValue) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Checks <see cref="TcpConnectionOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class TcpConnectionOptionsValidator : IValidateOptions<TcpConnectionOptions>;
