using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Audit;

/// <summary>Makes the audit's files for who asks, few at a time on this node: each reads every entry that there is.</summary>
/// <remarks>
/// A signed file lies whole on this node before it is sent: whoever reads slowly holds no transaction and no connection of the database.
/// Safe from many threads.
/// </remarks>
internal sealed class AuditDownloads(IAuditChain chain, TimeProvider time) : IDisposable
{
    /// <summary>Downloads at once, of all; each account has one.</summary>
    public const int Most = 4;

    /// <summary>How long one may take, from being asked for to the last byte, so that nobody holds a place.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    readonly SemaphoreSlim _writer = new(1, 1);
    readonly HashSet<string> _held = [];

    /// <summary>A place for an account, given back by who disposes it; null where it has one, or all are taken.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="cancellation">Ends it sooner than its time.</param>
    public Place? TryBegin(string account, CancellationToken cancellation)
    {
        lock (_held)
            if (_held.Count == Most || !_held.Add(account)) return null;
        return new(this, account, new CancellationTokenSource(Longest, time), cancellation);
    }

    /// <summary>Writes an export into a file without a name and gives it at its beginning; the caller's to dispose, and gone then.</summary>
    public async Task<FileStream> WriteAsync(AuditExport what, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            var file = Open(Path.Combine(Path.GetTempPath(), $"faceauth-audit-{Guid.NewGuid():N}"));
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

    /// <summary>A file of this process alone, which leaves nothing even where that is killed.</summary>
    static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (OperatingSystem.IsWindows()) return new(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        options.Options = FileOptions.Asynchronous;
        var file = new FileStream(path, options);
        File.Delete(path);   // what is open stays until it is closed
        return file;
    }

    /// <summary>A download's place, and its time.</summary>
    internal sealed class Place : IDisposable
    {
        readonly AuditDownloads _downloads;
        readonly string _account;
        readonly CancellationTokenSource _limit;
        readonly CancellationTokenSource _both;

        public Place(AuditDownloads downloads, string account, CancellationTokenSource limit, CancellationToken cancellation)
        {
            (_downloads, _account, _limit) = (downloads, account, limit);
            _both = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellation);
        }

        /// <summary>Ends what is done for it.</summary>
        public CancellationToken Token => _both.Token;

        public void Dispose()
        {
            lock (_downloads._held) _downloads._held.Remove(_account);
            _both.Dispose();
            _limit.Dispose();
        }
    }
}
