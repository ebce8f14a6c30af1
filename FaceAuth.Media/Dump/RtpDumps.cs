using System.Collections.Concurrent;
using FaceAuth.Media.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Dump;

/// <summary>The files of a server's peers and the bytes they may have together. Safe from many threads.</summary>
internal sealed class RtpDumps(DumpOptions options, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    readonly ConcurrentDictionary<RtpDump, Task> _open = new();
    long _left = options.MaxBytes;
    long _dropped;
    int _toldFault;

    /// <summary>Packets that were not written because the disk could not follow.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Null when nothing is to be written.</summary>
    /// <exception cref="MediaStartException">It is to be written in production, or the folder cannot be made.</exception>
    internal static RtpDumps? Create(DumpOptions options, IHostEnvironment? environment, TimeProvider clock, ILogger logger)
    {
        if (options.Folder.Length == 0) return null;
        if (environment?.IsDevelopment() is not true && !options.AllowInProduction)
        {
            throw new MediaStartException(
                "Media:Dump:Folder would write everybody's pictures, decrypted, and this is not a development host. "
                + "Leave it empty, or set Media:Dump:AllowInProduction.");
        }

        try
        {
            Directory.CreateDirectory(options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStartException("The folder of Media:Dump:Folder cannot be made. Choose another one, or make it writable.", e);
        }

        logger.DumpsPictures(options.Folder);
        return new RtpDumps(options, clock, logger);
    }

    /// <summary>Begins the file of a peer, readable by this user alone; null when it cannot be made.</summary>
    internal RtpDump? Open(long peer, TimeSpan now)
    {
        if (!TrySpend(RtpDump.HeadBytes)) return null;
        var wallClock = clock.GetUtcNow();
        var file = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var stream = new FileStream(Path.Combine(options.Folder, $"{wallClock:yyyyMMdd-HHmmssfff}-{peer}.rtpdump"), file);
            var dump = new RtpDump(stream, this, wallClock, now);
            _open[dump] = dump.Written.ContinueWith(_ => _open.TryRemove(dump, out Task? _), TaskScheduler.Default);
            if (dump.Written.IsCompleted) _open.TryRemove(dump, out _);
            return dump;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            HandleFault(e);
            return null;
        }
    }

    /// <summary>Takes so many of the bytes that may still be written; false when there are fewer.</summary>
    internal bool TrySpend(int bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0) return true;
        Interlocked.Add(ref _left, bytes);
        return false;
    }

    /// <summary>A packet of so many bytes found the disk too slow.</summary>
    internal void GiveBack(int bytes)
    {
        Interlocked.Add(ref _left, bytes);
        Interlocked.Increment(ref _dropped);
    }

    /// <summary>Waits until the files of peers that are over are closed.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_open.Values);

    internal void HandleFault(Exception fault)
    {
        if (Interlocked.Exchange(ref _toldFault, 1) == 0) logger.DumpFailed(fault);
    }
}
