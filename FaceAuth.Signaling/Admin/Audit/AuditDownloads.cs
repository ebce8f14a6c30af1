using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Audit;

/// <summary>Makes the audit's files for who asks, few at a time: each reads every entry that there is.</summary>
/// <remarks>
/// A file lies whole on this server before it is sent: whoever reads slowly holds no transaction and no connection of the database.
/// Safe from many threads.
/// </remarks>
internal sealed class AuditDownloads(IAuditChain chain, TimeProvider time) : IDisposable
{
    /// <summary>Downloads at once, of all; each account has one.</summary>
    public const int Most = 4;

    /// <summary>How long one may take before it is cut off, so that nobody holds a place.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    readonly SemaphoreSlim _writer = new(1, 1);
    readonly HashSet<string> _held = [];

    /// <summary>A place for an account, given back by who disposes it; null where it has one, or all are taken.</summary>
    public IDisposable? TryBegin(string account)
    {
        lock (_held)
            return _held.Count < Most && _held.Add(account) ? new Place(this, account) : null;
    }

    /// <summary>Runs what sends a file, for as long as it may take.</summary>
    public async Task SendAsync(Func<CancellationToken, Task> send, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await send(both.Token);
    }

    /// <summary>Writes an export into a file that goes when it is closed, and gives it at its beginning; the caller's to dispose.</summary>
    public async Task<Stream> WriteAsync(AuditExport what, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(Path.Combine(Path.GetTempPath(), $"faceauth-audit-{Guid.NewGuid():N}"), options);
            try
            {
                await chain.ExportAsync(what, file, cancellation);
                file.Position = 0;
                return file;
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();

    sealed class Place(AuditDownloads downloads, string account) : IDisposable
    {
        public void Dispose()
        {
            lock (downloads._held) downloads._held.Remove(account);
        }
    }
}
