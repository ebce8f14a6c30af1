using System.Runtime.InteropServices;

namespace FaceAuth.Load.Serve;

/// <summary>The C library's heap, which codecs and cryptography use.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives back to the system what is free: glibc keeps hundreds of megabytes after a rush, which looks like a leak and is none.
    /// </summary>
    /// <remarks>Does nothing where the C library is another one.</remarks>
    public static void Trim()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
        }
    }

    // man 3 malloc_trim
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
