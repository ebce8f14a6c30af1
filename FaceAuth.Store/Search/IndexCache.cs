using FaceAuth.Store.Protection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Search;

/// <summary>The search indexes in memory: one for each owner, model and group that was searched.</summary>
/// <remarks>
/// Within the bound of <see cref="StoreOptions.SearchMemoryMiB"/>; those not used longest make room. Safe from many threads.
/// </remarks>
internal sealed class IndexCache(IOptions<StoreOptions> options, StoreMetrics metrics, ILogger<IndexCache> logger) : IDisposable
{
    /// <summary>Share of the memory beyond which one index is warned about.</summary>
    const double NearFull = 0.75;

    readonly long _bytesMax = options.Value.SearchMemory;
    readonly Lock _lock = new();
    readonly Dictionary<IndexKey, LinkedListNode<Entry>> _entries = [];
    readonly LinkedList<Entry> _byUse = [];   // most recently used first
    readonly SemaphoreSlim _loading = new(1, 1);
    long _bytes;

    /// <summary>The index, loaded when it is not there; null when it would not fit into memory or there is nothing to load.</summary>
    /// <remarks>
    /// <paramref name="size"/> says how many rows of which dimension there are; <paramref name="load"/> reads them, beginning only when
    /// called, and hands each to <see cref="CodeIndex.Load"/>. Where null is returned, nothing is kept.
    /// </remarks>
    public async ValueTask<CodeIndex?> GetAsync(
        IndexKey key, Func<Task<IndexSize>> size, Func<CodeIndex, Task> load, CancellationToken cancellation)
    {
        if (Find(key) is { } ready) return ready;

        await _loading.WaitAsync(cancellation);
        try
        {
            if (Find(key) is { } other) return other;

            var (rows, dimension, space) = await size();
            if (rows == 0) return null;
            var needed = CodeIndex.BytesFor(rows, dimension);
            if (needed > _bytesMax)
            {
                StoreLog.SearchedOnDisk(logger, needed, _bytesMax);
                metrics.SearchedOnDisk();
                return null;
            }

            // told before it happens: what no longer fits is searched hundreds of times slower
            if (needed > _bytesMax * NearFull) StoreLog.SearchMemoryNearlyFull(logger, needed, _bytesMax);
            lock (_lock) MakeRoom(needed);   // first, so that the memory of both is not needed at once
            // known to writers before the load reads, so that no change falls between
            var node = Register(key, new(dimension, rows, space));
            try
            {
                await load(node.Value.Index);
                node.Value.Index.EndLoad();
                Ready(node);
                StoreLog.IndexLoaded(logger, node.Value.Index.Count, node.Value.Index.Bytes);
                return node.Value.Index;
            }
            catch
            {
                lock (_lock) Drop(node);
                throw;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Follows a commit of this process: <paramref name="added"/> came, <paramref name="removed"/> went.</summary>
    /// <remarks>A group's index follows by the changes that the database tells of.</remarks>
    public void Change(IndexKey key, Guid subjectId, IEnumerable<StoredTemplate> added, IEnumerable<Guid> removed)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return;
            var templates = added.ToList();
            if (templates.Exists(template => template.Space != node.Value.Index.Space))
            {
                // loaded anew, under another transform, since its space was asked for: the next search loads what is there
                Drop(node);
                return;
            }

            foreach (var template in templates)
                if (template.Vector.Length == node.Value.Index.Dimension) node.Value.Index.Add(template.Id, subjectId, template.Vector);
            foreach (var id in removed) node.Value.Index.Remove(id, subjectId);
            Recount(node);
            MakeRoom();
        }
    }

    /// <summary>Forgets templates that a search found gone from the database, or altered there.</summary>
    public void Forget(IndexKey key, IEnumerable<Guid> templates)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return;
            foreach (var id in templates) node.Value.Index.Remove(id);
            Recount(node);
        }
    }

    /// <summary>The indexes that there are, those that are being loaded too.</summary>
    public IReadOnlyList<IndexKey> Keys
    {
        get { lock (_lock) return [.. _entries.Keys]; }
    }

    /// <summary>The templates that an index holds; null where it is gone or still being loaded.</summary>
    public HashSet<Guid>? TemplatesOf(IndexKey key) => Look(key)?.Templates();

    /// <summary>Whether a search would find its index in memory.</summary>
    public bool IsReady(IndexKey key) => Look(key) is not null;

    /// <summary>How many templates an index holds; 0 where it is gone or still being loaded.</summary>
    public int CountOf(IndexKey key) => Look(key)?.Count ?? 0;

    /// <summary>Under which transform an index wants what is added to it; null where there is none.</summary>
    public TransformId? SpaceOf(IndexKey key)
    {
        lock (_lock) return _entries.TryGetValue(key, out var node) ? node.Value.Index.Space : null;
    }

    /// <summary>Some of an index's subjects are about to be read anew.</summary>
    /// <returns>The transform under which the index wants them; null where it is gone.</returns>
    public TransformId? BeginRenewal(IndexKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return null;
            node.Value.Index.BeginRenewal();
            return node.Value.Index.Space;
        }
    }

    /// <summary>Follows other processes: of these subjects the database has these templates and no others.</summary>
    /// <returns>The subjects that changed here meanwhile, of which nothing was done.</returns>
    public IReadOnlyCollection<Guid> Renew(IndexKey key, IReadOnlySet<Guid> subjects, IReadOnlyList<StoredTemplate> templates)
    {
        lock (_lock)
        {
            // one that was loaded meanwhile in the place of another has read what was to be renewed
            if (!_entries.TryGetValue(key, out var node) || !node.Value.Index.IsBeingRenewed) return [];
            if (templates.Any(template => template.Space != node.Value.Index.Space)) return [.. subjects];
            var again = node.Value.Index.Renew(subjects, templates);
            Recount(node);
            MakeRoom();
            return again;
        }
    }

    /// <summary>Drops the indexes that <paramref name="which"/> names; they are loaded again when they are searched.</summary>
    public void Drop(Func<IndexKey, bool> which)
    {
        lock (_lock)
            foreach (var (key, node) in _entries.ToList())
                if (which(key)) Drop(node);
    }

    /// <summary>Follows an erasure.</summary>
    public void Erase(string owner, Guid subjectId)
    {
        lock (_lock)
            foreach (var (key, node) in _entries)
                if (key.Owner == owner) node.Value.Index.Erase(subjectId);
    }

    public void Dispose()
    {
        _loading.Dispose();
        lock (_lock)
        {
            foreach (var entry in _byUse) entry.Index.Dispose();
            _byUse.Clear();
            _entries.Clear();
        }
    }

    CodeIndex? Find(IndexKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node) || !node.Value.IsReady) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Index;
        }
    }

    /// <summary>As <see cref="Find"/>, without counting as a use.</summary>
    CodeIndex? Look(IndexKey key)
    {
        lock (_lock) return _entries.TryGetValue(key, out var node) && node.Value.IsReady ? node.Value.Index : null;
    }

    LinkedListNode<Entry> Register(IndexKey key, CodeIndex index)
    {
        lock (_lock)
        {
            var node = _byUse.AddFirst(new Entry(key, index));
            _entries[key] = node;
            Recount(node);
            return node;
        }
    }

    void Ready(LinkedListNode<Entry> node)
    {
        lock (_lock)
        {
            node.Value.IsReady = true;
            MakeRoom();
        }
    }

    // an index just loaded is first and stays; one that has outgrown the bound by itself goes
    void MakeRoom(long needed = 0)
    {
        while (_bytes + needed > _bytesMax && _byUse.Last is { } last && last.Value.IsReady) Drop(last);
    }

    void Recount(LinkedListNode<Entry> node)
    {
        _bytes += node.Value.Index.Bytes - node.Value.CountedBytes;
        node.Value.CountedBytes = node.Value.Index.Bytes;
        metrics.IndexBytes(_bytes);
    }

    void Drop(LinkedListNode<Entry> node)
    {
        // not disposed here: a search may still run on it
        if (node.List is null) return;
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.CountedBytes;
        metrics.IndexBytes(_bytes);
    }

    sealed class Entry(IndexKey key, CodeIndex index)
    {
        public IndexKey Key => key;

        public CodeIndex Index => index;

        public long CountedBytes { get; set; }

        public bool IsReady { get; set; }
    }
}
