using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

/// <summary>Senders without end behind one bottleneck, 30 s each.</summary>
public sealed class SctpCongestionTests(ITestOutputHelper output)
{
    const double Seconds = 30;

    [Theory]
    [InlineData(1, 40, 3)]
    [InlineData(5, 40, 1)]
    [InlineData(5, 40, 3)]
    [InlineData(20, 10, 1)]
    [InlineData(20, 100, 0.3)]
    public void One_sender_fills_the_link_and_loses_little(double megabits, double roundTripMs, double queue)
    {
        var (use, _, dropped) = Share(megabits, roundTripMs, queue, senders: 1, classic: false);

        Assert.InRange(use, 0.9, 1);
        Assert.InRange(dropped, 0, 0.03);
    }

    [Theory]
    [InlineData(5, 40, 1, 0)]
    [InlineData(5, 40, 3, 0)]
    [InlineData(5, 40, 1, 5)]
    [InlineData(20, 10, 3, 5)]
    [InlineData(20, 100, 1, 5)]
    public void Two_senders_share_a_link_whichever_came_first(double megabits, double roundTripMs, double queue, double secondBegins)
    {
        var (use, share, dropped) = Share(megabits, roundTripMs, queue, senders: 2, classic: false, secondBegins);

        Assert.InRange(use, 0.9, 1);
        Assert.InRange(share, 0.35, 0.7);   // the first has the link to itself until the second begins
        Assert.InRange(dropped, 0, 0.08);
    }

    [Theory]
    [InlineData(5, 10, 3)]
    [InlineData(5, 40, 1)]
    [InlineData(5, 40, 3)]
    [InlineData(20, 40, 1)]
    public void A_classic_sender_keeps_its_share_where_the_link_has_a_queue(double megabits, double roundTripMs, double queue)
    {
        var (use, share, _) = Share(megabits, roundTripMs, queue, senders: 1, classic: true);

        Assert.InRange(use, 0.9, 1);
        Assert.InRange(share, 0.35, 0.65);
    }

    [Theory]
    [InlineData(5, 40, 0.3, false)]
    [InlineData(5, 40, 0.3, true)]
    [InlineData(20, 10, 0.3, true)]
    public void Where_the_queue_is_too_short_to_be_seen_nobody_comes_to_a_stop(
        double megabits, double roundTripMs, double queue, bool classic)
    {
        var (use, share, dropped) = Share(megabits, roundTripMs, queue, senders: classic ? 1 : 2, classic);

        Assert.InRange(use, 0.9, 1);
        Assert.InRange(share, 0.1, 0.92);
        Assert.InRange(dropped, 0, 0.25);
    }

    (double Use, double FirstShare, double Dropped) Share(
        double megabits, double roundTripMs, double queue, int senders, bool classic, double secondBegins = 0)
    {
        var link = new Bottleneck(megabits * 1e6, (int)Math.Max(megabits * 1e6 / 8 * roundTripMs / 1000 * queue, 4000));
        var delay = TimeSpan.FromMilliseconds(roundTripMs / 2);
        var pairs = new AssociationPair[senders];
        for (var i = 0; i < senders; i++) pairs[i] = AssociationPair.Connected(new(seed: i + 1) { Delay = delay, Link = link });

        var received = Run(pairs, classic ? new ClassicSender(link, delay) : null, secondBegins);
        foreach (var pair in pairs) pair.Dispose();

        var (use, share) = (received.Sum() * 8 / Seconds / (megabits * 1e6), received[0] / received.Sum());
        var dropped = (double)link.Dropped / (link.Dropped + link.Carried);
        output.WriteLine(
            $"used {use:P0}, the first has {share:P0}, dropped {dropped:P1}, longest wait {link.LongestWait.TotalMilliseconds:F0} ms");
        return (use, share, dropped);
    }

    /// <returns>Bytes that each got through; the classic sender's are the last.</returns>
    static double[] Run(AssociationPair[] pairs, ClassicSender? classic, double secondBegins)
    {
        var received = new double[pairs.Length + 1];
        var begin = pairs.Max(pair => pair.Now);
        for (TimeSpan now = begin, next; now <= begin + TimeSpan.FromSeconds(Seconds); now = next)
        {
            next = TimeSpan.MaxValue;
            for (var i = 0; i < pairs.Length; i++)
            {
                pairs[i].Path.Now = now;
                if (i == 0 || now >= begin + TimeSpan.FromSeconds(secondBegins)) Fill(pairs[i].First.Association, now);
                received[i] += Advance(pairs[i]);
                if (pairs[i].Earliest() is var due && due < next) next = due;
            }

            classic?.Run(now);
            if (classic?.Next is { } answer && answer < next) next = answer;
            if (next <= now) next = now + TimeSpan.FromTicks(1);
        }

        received[^1] = classic?.Delivered ?? 0;
        return received;
    }

    static void Fill(SctpAssociation association, TimeSpan now)
    {
        Span<byte> message = stackalloc byte[10_000];
        message.Clear();
        while (association.TrySend(0, 53, message, default, now))
        {
        }
    }

    static int Advance(AssociationPair pair)
    {
        pair.Step(() => false);
        var bytes = pair.Second.Messages.Sum(message => message.Bytes.Length);
        pair.Second.Messages.Clear();
        pair.Path.Sent.Clear();
        return bytes;
    }
}
