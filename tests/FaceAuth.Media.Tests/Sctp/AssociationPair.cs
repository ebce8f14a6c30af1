using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

/// <summary>Two associations joined by an <see cref="SctpPath"/>.</summary>
sealed class AssociationPair : IDisposable
{
    readonly byte[] _datagram = new byte[1400];

    public AssociationPair(SctpPath path, SctpOptions? options = null, SctpOptions? secondOptions = null)
    {
        Path = path;
        First = new(new(options ?? new(), new Random(1)));
        Second = new(new(secondOptions ?? options ?? new(), new Random(2)));
    }

    public SctpPath Path { get; }

    public AssociationSide First { get; }

    public AssociationSide Second { get; }

    public TimeSpan Now => Path.Now;

    public static AssociationPair Connected(SctpPath path, SctpOptions? options = null)
    {
        var pair = new AssociationPair(path, options);
        pair.First.Association.Connect(pair.Now);
        pair.Run(() => pair.First.IsUp && pair.Second.IsUp);
        return pair;
    }

    /// <summary>Runs until <paramref name="until"/> holds. Fails when that takes longer than <paramref name="limit"/>.</summary>
    public void Run(Func<bool> until, double limit = 120)
    {
        var end = Now + TimeSpan.FromSeconds(limit);
        while (!Step(until))
        {
            var next = Earliest();
            Assert.True(next <= end, $"Not done at {(Now - TimeSpan.FromSeconds(100)).TotalSeconds:F1} s; next event {next}.");
            if (next > Now) Path.Now = next;
        }
    }

    /// <summary>Runs for a while.</summary>
    public void RunFor(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (!Step(() => false) && Earliest() is var next && next <= end)
            if (next > Now) Path.Now = next;
        Path.Now = end;
    }

    public void Drain()
    {
        Drain(First, toSecond: true);
        Drain(Second, toSecond: false);
    }

    /// <summary>Does what is due now. True as soon as <paramref name="until"/> holds.</summary>
    public bool Step(Func<bool> until)
    {
        Drain();
        while (!until())
        {
            if (!Path.TryReceive(out var bytes, out var toSecond)) return false;
            (toSecond ? Second : First).Association.HandlePacket(bytes, Now);
            Drain();
        }

        return true;
    }

    /// <summary>When something is due next.</summary>
    public TimeSpan Earliest()
    {
        var next = Path.NextArrival;
        foreach (var deadline in (TimeSpan[])[First.Association.Deadline, Second.Association.Deadline])
            if (deadline < next) next = deadline;
        return next;
    }

    public void Dispose()
    {
        First.Association.Dispose();
        Second.Association.Dispose();
    }

    void Drain(AssociationSide side, bool toSecond)
    {
        var packets = 0;
        do
        {
            while (side.Association.Poll(Now, _datagram) is var length and > 0)
            {
                Assert.True(++packets < 10_000, "Poll never ends.");
                Path.Send(_datagram.AsSpan(0, length), toSecond);
            }
        }
        while (side.TakeEvents());

        Assert.True(side.Association.Deadline > Now, "Poll said that it was done, the deadline says that it is not.");
    }
}
