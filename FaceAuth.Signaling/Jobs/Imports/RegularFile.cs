using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Reads regular files alone: a pipe, a socket or a device may keep whoever opens or reads it waiting for ever.</summary>
/// <remarks>
/// On Linux the kind is asked before it is opened, as opening a device may do something, and of what was opened (statx(2), open(2)); the
/// opening itself does not wait. On other systems .NET opens it, and what is no regular file is not told.
/// </remarks>
internal static partial class RegularFile
{
    // of the kernel's interface, the same on every architecture that .NET runs on
    const int AtCurrentFolder = -100, AtEmptyPath = 0x1000, StatType = 1, ModeOffset = 28, StatBytes = 256;
    const int KindMask = 0xF000, Regular = 0x8000;
    const int NoTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;

    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) throw new IOException("No file's name has a NUL.");
        if (!OperatingSystem.IsLinux()) return File.OpenRead(path);
        if (!IsRegular(AtCurrentFolder, path, 0)) throw NoFile();
        var handle = new SafeFileHandle(Open(path, NonBlocking | CloseOnExec | NoTerminal), ownsHandle: true);
        if (!handle.IsInvalid && IsRegular((int)handle.DangerousGetHandle(), "", AtEmptyPath))
            return new(handle, FileAccess.Read, bufferSize: 1);
        handle.Dispose();
        throw NoFile();
    }

    /// <summary>Whether something is there that is not a regular file: a folder, a pipe, a device.</summary>
    public static bool IsOther(string path) =>
        Directory.Exists(path) || (OperatingSystem.IsLinux() && File.Exists(path) && !IsRegular(AtCurrentFolder, path, 0));

    static IOException NoFile() => new("It is no regular file, or may not be read.");

    static bool IsRegular(int folder, string path, int flags)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        return Stat(folder, path, flags, StatType, stat) == 0
            && (MemoryMarshal.Read<ushort>(stat[ModeOffset..]) & KindMask) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, Span<byte> stat);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
