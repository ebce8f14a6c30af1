using System.Runtime.InteropServices;

namespace FaceAuth.Pipeline.Tests.Imaging;

/// <summary>Bytes that end where the readable memory ends: whoever reads one more is stopped by the processor.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    readonly nuint _mapped;
    readonly byte* _start;
    readonly int _length;

    public GuardedMemory(int length)
    {
        var page = (nuint)Environment.SystemPageSize;
        var readable = ((nuint)length + page - 1) / page * page;
        (_length, _mapped) = (length, readable + page);
        var memory = MapPages(null, _mapped, ReadOrWrite, PrivateAnonymous, -1, 0);
        if ((nint)memory == -1 || Protect(memory + readable, page, Nothing) != 0)
            throw new InvalidOperationException("The system gave no memory.");
        _start = memory + readable - length;
    }

    const int Nothing = 0;
    const int ReadOrWrite = 3;
    const int PrivateAnonymous = 0x22;

    public Span<byte> Bytes => new(_start, _length);

    public void Dispose() => _ = UnmapPages(_start + _length + (nuint)Environment.SystemPageSize - _mapped, _mapped);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* MapPages(byte* at, nuint length, int access, int kind, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* at, nuint length, int access);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapPages(byte* at, nuint length);
}
