using System.Runtime.InteropServices;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>Whether the machine's clock is kept right; tokens, one-time credentials and the audit rely on it.</summary>
internal static partial class ClockChecks
{
    const string Name = "clock";

    /// <summary>What adjtimex(2) returns while nothing keeps the clock right.</summary>
    const int Unsynchronised = 5;

    /// <summary>Room for struct timex, which has 208 bytes on 64-bit Linux.</summary>
    const int TimexLength = 512;

    static readonly DateTime Earliest = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static IReadOnlyList<Finding> Run()
    {
        if (DateTime.UtcNow < Earliest) return [Finding.Fault(Name, "It is years behind: set it, and run chrony or systemd-timesyncd.")];
        if (!OperatingSystem.IsLinux()) return [Finding.Note(Name, "Not looked at on this system.")];
        var timex = new byte[TimexLength];   // all zeros: the clock is asked and not changed
        return Adjust(ref timex[0]) switch
        {
            >= 0 and < Unsynchronised => [Finding.Ok(Name, "The system keeps it right.")],
            Unsynchronised => [Finding.Note(Name, "The system does not know that it is right: run chrony or systemd-timesyncd.")],
            _ => [Finding.Note(Name, "The system does not tell whether it is right.")],
        };
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int Adjust(ref byte timex);
}
