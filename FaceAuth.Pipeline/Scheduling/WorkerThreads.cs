using System.Collections.Concurrent;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// A fixed number of threads for all stages. Inference keeps a core busy for milliseconds at a time: on the thread pool
/// it would starve sockets and timers, and with a thread a stage the stages would take each other's cores. What is
/// awaited on one of these threads goes on on one of them, in the order in which it became ready.
/// </summary>
internal sealed class WorkerThreads : TaskScheduler, IDisposable
{
    readonly BlockingCollection<Task> _ready = [];   // bounded by the loops that run here: each is in it at most once
    readonly Thread[] _threads;

    /// <param name="count">How many threads.</param>
    /// <param name="name">What a debugger shows.</param>
    public WorkerThreads(int count, string name)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"{name} {i}" };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => _threads.Length;

    /// <summary>Starts a loop on these threads.</summary>
    public Task Run(Func<Task> loop) =>
        Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the threads once what is ready has run. Call it when every loop has ended.</summary>
    public void Dispose()
    {
        _ready.CompleteAdding();
        foreach (var thread in _threads)
        {
            if (thread != Thread.CurrentThread) thread.Join();
        }

        _ready.Dispose();
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _ready.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Array.IndexOf(_threads, Thread.CurrentThread) >= 0 && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _ready];

    void Work()
    {
        foreach (var task in _ready.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
