using System.Diagnostics;
using System.Runtime.ExceptionServices;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Runs;

/// <summary>Does the same with every item, several workers at once, and gives the results in the items' order.</summary>
/// <remarks>What a journal has is not done again.</remarks>
/// <param name="console">Where progress goes.</param>
/// <param name="journal">Keeps results; null for none.</param>
/// <param name="workers">How many at once.</param>
internal sealed class ItemRun(EvalConsole console, Journal? journal, int workers)
{
    /// <summary>Runs. A worker takes a few neighbours at a time and reads them one after another.</summary>
    /// <param name="what">What the items are, e.g. "pictures".</param>
    /// <param name="names">Each item's name; unique.</param>
    /// <param name="atATime">Neighbours a worker takes.</param>
    /// <param name="worker">Makes a worker; disposed at the end.</param>
    /// <param name="look">What a worker does with items, given by their indices: one result each, in order.</param>
    /// <param name="faultOf">Why an item came to nothing; null when it did not.</param>
    /// <param name="cancellation">Stops; what is done by then is in the journal.</param>
    public IReadOnlyList<TResult> Run<TWorker, TResult>(
        string what, IReadOnlyList<string> names, int atATime, Func<TWorker> worker,
        Func<TWorker, IReadOnlyList<int>, IEnumerable<TResult>> look,
        Func<TResult, string?> faultOf, CancellationToken cancellation)
        where TWorker : IDisposable
        where TResult : class
    {
        var results = new TResult?[names.Count];
        List<int> open = [];
        for (var i = 0; i < names.Count; i++)
        {
            if (journal?.Find<TResult>(names[i]) is { } known) results[i] = known;
            else open.Add(i);
        }

        var progress = new ProgressBar(console, what, names.Count, TimeProvider.System);
        if (open.Count < names.Count) progress.Say($"{names.Count - open.Count} of {names.Count} {what} are in the journal.");
        progress.Skip(names.Count - open.Count);
        var chunks = open.Chunk(atATime).ToList();
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Enumerable.Range(0, Math.Min(workers, Math.Max(1, chunks.Count)))
            .Select(_ => Task.Run(Work, CancellationToken.None)).ToArray();
        try
        {
            Task.WaitAll(running, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            // the one that stopped the others, with its own stack
            var first = e.Flatten().InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException)
                ?? e.InnerException ?? e;
            ExceptionDispatchInfo.Throw(first);
        }
        finally
        {
            progress.End();
        }

        return results!;

        void Work()
        {
            if (chunks.Count == 0) return;
            try
            {
                using var own = worker();
                for (int at; (at = Interlocked.Increment(ref next)) < chunks.Count;)
                {
                    var done = 0;
                    foreach (var result in look(own, chunks[at]))
                    {
                        stop.Token.ThrowIfCancellationRequested();
                        var item = chunks[at][done++];
                        results[item] = result;
                        journal?.Add(names[item], result);
                        if (faultOf(result) is { } fault) progress.Say($"{names[item]}: {fault}");
                        progress.Add(1);
                    }

                    Debug.Assert(done == chunks[at].Length, "a worker gives one result an item");
                }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }
    }
}
