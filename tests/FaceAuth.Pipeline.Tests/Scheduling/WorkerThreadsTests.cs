using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class WorkerThreadsTests
{
    [Fact]
    public async Task Runs_loops_and_what_they_await_on_its_own_threads()
    {
        using var threads = new WorkerThreads(2, "test");
        var names = new List<string?>();

        await threads.Run(async () =>
        {
            names.Add(Thread.CurrentThread.Name);
            await Task.Run(() => { });
            names.Add(Thread.CurrentThread.Name);
            await Task.Yield();
            names.Add(Thread.CurrentThread.Name);
        });

        Assert.All(names, name => Assert.StartsWith("test ", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_no_more_at_once_than_it_has_threads()
    {
        using var threads = new WorkerThreads(2, "test");
        int now = 0, most = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => threads.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var running = Interlocked.Increment(ref now);
                InterlockedMax(ref most, running);
                Thread.SpinWait(2000);
                Interlocked.Decrement(ref now);
                await Task.Yield();
            }
        })));

        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Hands_a_loops_exception_to_who_awaits_it()
    {
        using var threads = new WorkerThreads(1, "test");

        await Assert.ThrowsAsync<InvalidOperationException>(() => threads.Run(() => throw new InvalidOperationException()));
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
