using System.Numerics.Tensors;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;

namespace FaceAuth.Store.Templates;

/// <summary>One-to-many search: the codes in memory name the candidates, the database's float vectors decide.</summary>
/// <remarks>
/// What is no longer in the database, or was altered there, is therefore never found. An owner whose codes do not fit into memory is
/// searched by <see cref="DatabaseSearch"/> where there is an index for it, and else read row by row. While a rotation runs rows are
/// under two transforms: each is compared with the probe under its own, and an index keeps all its vectors under one, so that a row that
/// is renewed meanwhile is found by its id as before.
/// </remarks>
internal sealed class TemplateSearch(
    StoreDatabase database, TemplateKeys keys, SearchRows rows, IndexCache indexes, TemplateChanges changes, DatabaseSearch beyond,
    AlteredRows altered)
{
    // ids of one query
    const int RescoreBatch = 512;

    /// <summary>An index of fewer rows is loaded by one reader.</summary>
    const int RowsForMany = CodeSegment.RowsMax;

    // of one load; another two would wait for the disk or the server rather than for a processor
    const int ReadersMost = 4;

    /// <summary>Searches made anew because a candidate was gone or altered and left its place to another.</summary>
    const int MostAttempts = 8;

    public async ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        IndexKey key, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation)
    {
        var probes = new ProtectedProbe(keys, probe);
        if (!indexes.IsReady(key) && await beyond.AnswersAsync(key, probe.Length, cancellation))
        {
            if (await beyond.FindAsync(key, probes, count, cancellation) is { } found) return found.ToList();
            var all = new TopSubjects(count);
            await ScoreAllAsync(key, probes, all, cancellation);
            return all.ToList();
        }

        for (var attempt = 1; ; attempt++)
        {
            var top = new TopSubjects(count);
            var gone = await SearchAsync(key, probes, count, top, cancellation);
            indexes.Forget(key, gone);
            if (gone.Count == 0 || attempt == MostAttempts) return top.ToList();
        }
    }

    /// <summary>Offers what is found; returns the candidates that may no longer be compared.</summary>
    async Task<IReadOnlyCollection<Guid>> SearchAsync(
        IndexKey key, ProtectedProbe probe, int count, TopSubjects top, CancellationToken cancellation)
    {
        var index = await indexes.GetAsync(
            key, () => SizeAsync(key, probe.Length, cancellation), loading => LoadAsync(key, loading, cancellation), cancellation);
        if (index is not null && !keys.CanTransform(index.Space, index.Dimension))
        {
            // its transform was retired so long ago that it is forgotten
            indexes.Drop(dropped => dropped == key);
            index = null;
        }

        if (index is null)
        {
            await ScoreAllAsync(key, probe, top, cancellation);
            return [];
        }

        if (index.Dimension != probe.Length) throw OtherLength(probe.Length, key.Model, index.Dimension);
        var gone = new HashSet<Guid>();
        foreach (var batch in index.Candidates(probe.Under(index.Space), count).Chunk(RescoreBatch))
        {
            var forged = new List<AlteredRow>();
            var found = await database.ReadAsync(context => rows.NamedAsync(context, key, batch, forged, cancellation), cancellation);
            await altered.ReportAsync(forged);
            foreach (var row in found) Offer(top, row, probe);
            gone.UnionWith(batch.Except(found.Select(row => row.Id)));
        }

        return gone;
    }

    async Task ScoreAllAsync(IndexKey key, ProtectedProbe probe, TopSubjects top, CancellationToken cancellation)
    {
        var forged = new List<AlteredRow>();
        await database.ReadOnceAsync(async context =>
        {
            await foreach (var row in rows.ReadAsync(context, key, null, forged, cancellation)) Offer(top, row, probe);
            return true;
        }, cancellation);
        await altered.ReportAsync(forged);
    }

    Task<IndexSize> SizeAsync(IndexKey key, int dimension, CancellationToken cancellation) => database.ReadAsync(
        async context => new IndexSize(await SearchRows.CountAsync(context, key, cancellation), dimension, keys.Current), cancellation);

    async Task LoadAsync(IndexKey key, CodeIndex index, CancellationToken cancellation)
    {
        // before anything is read, so that no change falls between
        await changes.FollowAsync(cancellation);
        var ranges = index.Expected < RowsForMany ? [SubjectRange.All] : await database.ReadAsync(
            context => SearchRows.RangesAsync(context, key, Math.Min(Environment.ProcessorCount, ReadersMost), cancellation), cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // on threads of their own, for SQLite reads without ever giving its thread back
        var readers = ranges.Select(range => Task.Run(() => LoadAsync(key, range, index, stop), stop.Token)).ToList();
        await Task.WhenAll(readers);
        foreach (var reader in readers) await altered.ReportAsync(await reader);
    }

    /// <summary>Loads a range of the subjects and returns what was found altered; a fault stops the other readers too.</summary>
    async Task<List<AlteredRow>> LoadAsync(IndexKey key, SubjectRange range, CodeIndex index, CancellationTokenSource stop)
    {
        var forged = new List<AlteredRow>();
        try
        {
            await database.ReadOnceAsync(async context =>
            {
                await foreach (var row in rows.ReadAsync(context, key, range, forged, stop.Token))
                {
                    if (row.Dimension != index.Dimension) throw OtherLength(index.Dimension, key.Model, row.Dimension);
                    index.Load(row.Id, row.SubjectId, row.Transform == index.Space ? row.Vector
                        : keys.Convert(row.Vector, row.Transform, index.Space));
                }

                return true;
            }, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }

        return forged;
    }

    static void Offer(TopSubjects top, TemplateFields row, ProtectedProbe probe)
    {
        if (row.Dimension != probe.Length) throw OtherLength(probe.Length, row.ModelId, row.Dimension);
        top.Offer(row.SubjectId, Math.Clamp(TensorPrimitives.Dot(row.Vector, probe.Under(row.Transform)), -1, 1));
    }

    internal static ArgumentException OtherLength(int probe, string model, int templates) =>
        new($"The probe has {probe} numbers; templates of {model} have {templates}.", nameof(probe));
}
