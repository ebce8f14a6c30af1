using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class SctpTransferTests
{
    static readonly SctpOptions Large = new() { MaxMessageBytes = 128 * 1024, SendBufferBytes = 16 << 20 };

    [Theory]
    [InlineData(0.0, 20, 1, 3)]
    [InlineData(0.1, 1, 2, 1)]
    [InlineData(0.1, 20, 3, 6)]
    [InlineData(0.2, 20, 4, 12)]
    public void Forty_messages_of_100_kB_arrive_whole_in_order_and_in_time(double loss, double delayMs, int seed, double seconds)
    {
        var path = new SctpPath(seed)
        {
            Delay = TimeSpan.FromMilliseconds(delayMs),
            Loss = loss,
            Repeats = loss / 2,
            Spread = TimeSpan.FromMilliseconds(loss > 0 ? delayMs / 2 : 0),
        };
        using var pair = AssociationPair.Connected(path, Large);
        var sent = Messages(seed, count: 40, bytes: 100_000);
        var begin = pair.Now;

        foreach (var message in sent) Assert.True(pair.First.Association.TrySend(3, 53, message, default, pair.Now));
        pair.Run(() => pair.Second.Messages.Count == sent.Count, limit: 600);
        pair.Run(() => pair.First.Association.BufferedBytes == 0);

        Assert.Equal(sent, pair.Second.Messages.Select(message => message.Bytes));
        if (loss == 0) Assert.Equal(0, pair.First.Association.Counters.DataRetransmitted);
        Assert.InRange((pair.Now - begin).TotalSeconds, 0, seconds);
    }

    [Theory]
    [InlineData(0.0, 11)]
    [InlineData(0.1, 12)]
    public void A_message_of_256_KiB_arrives_whole_both_ways(double loss, int seed)
    {
        var path = new SctpPath(seed) { Loss = loss, Spread = TimeSpan.FromMilliseconds(loss > 0 ? 10 : 0) };
        using var pair = AssociationPair.Connected(path, new() { MaxMessageBytes = 256 * 1024, SendBufferBytes = 512 * 1024 });
        var (there, back) = (Messages(seed, count: 1, bytes: 256 * 1024), Messages(seed + 1, count: 1, bytes: 256 * 1024));

        Assert.True(pair.First.Association.TrySend(0, 53, there[0], default, pair.Now));
        Assert.True(pair.Second.Association.TrySend(0, 53, back[0], default, pair.Now));
        pair.Run(() => pair.First.Messages.Count == 1 && pair.Second.Messages.Count == 1);

        Assert.Equal(there, pair.Second.Messages.Select(message => message.Bytes));
        Assert.Equal(back, pair.First.Messages.Select(message => message.Bytes));
    }

    [Fact]
    public void Both_sides_send_at_once_under_loss()
    {
        var path = new SctpPath(seed: 9) { Loss = 0.1, Spread = TimeSpan.FromMilliseconds(30) };
        using var pair = AssociationPair.Connected(path, Large);
        var there = Messages(1, count: 300, bytes: 3000);
        var back = Messages(2, count: 300, bytes: 700);

        for (var i = 0; i < 300; i++)
        {
            pair.First.Association.TrySend(0, 51, there[i], default, pair.Now);
            pair.Second.Association.TrySend(0, 51, back[i], default, pair.Now);
            pair.RunFor(0.005);
        }

        pair.Run(() => pair.First.Messages.Count == 300 && pair.Second.Messages.Count == 300, limit: 600);
        Assert.Equal(there, pair.Second.Messages.Select(message => message.Bytes));
        Assert.Equal(back, pair.First.Messages.Select(message => message.Bytes));
    }

    [Fact]
    public void One_lost_packet_is_mended_by_fast_retransmit_long_before_the_timeout()
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path, Large);
        var toLose = 3;
        path.Loses = (bytes, toSecond) => toSecond && bytes.Length > 1000 && --toLose == 0;
        var begin = pair.Now;

        pair.First.Association.TrySend(0, 53, new byte[60_000], default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 1);

        var counters = pair.First.Association.Counters;
        Assert.Equal((1, 0, 1), (counters.FastRetransmits, counters.Timeouts, counters.DataRetransmitted));
        Assert.InRange((pair.Now - begin).TotalMilliseconds, 0, 390);
    }

    [Fact]
    public void A_lost_last_packet_is_sent_again_after_the_timeout()
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path);
        var lost = false;
        path.Loses = (_, toSecond) => toSecond && !lost && (lost = true);
        var begin = pair.Now;

        pair.First.Association.TrySend(0, 51, "alone"u8, default, pair.Now);
        pair.Run(() => pair.Second.Messages.Count == 1);

        Assert.Equal(1, pair.First.Association.Counters.Timeouts);
        Assert.InRange((pair.Now - begin).TotalMilliseconds, 400, 1100);
    }

    [Fact]
    public void A_peer_that_stopped_answering_is_given_up()
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path, new() { MaxRetransmits = 4 });
        path.Loses = (_, _) => true;

        pair.First.Association.TrySend(0, 51, "anyone"u8, default, pair.Now);
        pair.Run(() => pair.First.IsOver);

        Assert.Equal(SctpEnd.TimedOut, pair.First.Association.End);
        Assert.Equal(SctpEventKind.Ended, pair.First.Events[^1].Kind);
        Assert.Equal(TimeSpan.MaxValue, pair.First.Association.Deadline);
        Assert.Equal(0, pair.First.Association.BufferedBytes);
    }

    [Fact]
    public void A_hole_in_one_stream_holds_up_neither_another_stream_nor_unordered_messages()
    {
        var path = new SctpPath(seed: 1);
        using var pair = AssociationPair.Connected(path);
        var lost = false;
        path.Loses = (_, toSecond) => toSecond && !lost && (lost = true);

        foreach (var (stream, text, isUnordered) in
            ((ushort, string, bool)[])[(1, "lost", false), (1, "waits", false), (2, "other", false), (1, "free", true)])
        {
            pair.First.Association.TrySend(stream, 51, System.Text.Encoding.UTF8.GetBytes(text), new(isUnordered), pair.Now);
            pair.Drain();   // a packet each
        }

        pair.RunFor(0.03);
        Assert.Equal(["other", "free"], Texts(pair.Second));
        pair.RunFor(3);
        Assert.Equal(["other", "free", "lost", "waits"], Texts(pair.Second));
    }

    [Fact]
    public void A_reader_that_falls_behind_closes_the_window_and_opens_it_again()
    {
        using var pair = AssociationPair.Connected(
            new(seed: 1), new() { MaxMessageBytes = 8192, ReceiveWindowBytes = 32 * 1024, SendBufferBytes = 1 << 20 });
        var sent = Messages(4, count: 100, bytes: 4000);
        pair.Second.IsBusy = true;

        foreach (var message in sent) Assert.True(pair.First.Association.TrySend(0, 53, message, default, pair.Now));
        pair.RunFor(90);
        Assert.InRange(pair.First.Association.BufferedBytes, 360_000, 380_000);
        Assert.Equal(SctpEnd.None, pair.First.Association.End);   // no room is not silence

        pair.Second.IsBusy = false;
        var begin = pair.Now;
        pair.Run(() => pair.Second.Messages.Count == sent.Count);
        Assert.Equal(sent, pair.Second.Messages.Select(message => message.Bytes));
        Assert.InRange((pair.Now - begin).TotalSeconds, 0, 3);
    }

    [Fact]
    public void Sending_is_refused_when_the_buffer_is_full_and_works_again_afterwards()
    {
        using var pair = AssociationPair.Connected(new(seed: 1), new() { SendBufferBytes = 16 * 1024 });
        var message = new byte[4000];

        var taken = 0;
        while (pair.First.Association.TrySend(0, 53, message, default, pair.Now)) taken++;
        pair.Run(() => pair.First.Association.BufferedBytes == 0);

        Assert.Equal(3, taken);
        Assert.Equal(1, pair.First.Association.Counters.SendsRefused);
        Assert.True(pair.First.Association.TrySend(0, 53, message, default, pair.Now));
    }

    [Fact]
    public void Tiny_messages_without_end_are_refused_as_well()
    {
        using var pair = AssociationPair.Connected(new(seed: 1));

        var taken = 0;
        while (taken < 100_000 && pair.First.Association.TrySend(0, 53, [1], default, pair.Now)) taken++;

        Assert.InRange(taken, 1000, 5000);
        pair.Run(() => pair.Second.Messages.Count == taken);
    }

    [Theory]
    [InlineData(64 * 1024, false)]
    [InlineData(64 * 1024 + 1, true)]
    public void A_message_above_the_bound_ends_the_association(int bytes, bool ends)
    {
        using var pair = new AssociationPair(new(seed: 1), Large, new SctpOptions { MaxMessageBytes = 64 * 1024 });
        pair.First.Association.Connect(pair.Now);

        pair.First.Association.TrySend(0, 53, new byte[bytes], default, pair.Now);
        pair.Run(() => pair.Second.IsOver || pair.Second.Messages.Count == 1);
        pair.RunFor(1);

        Assert.Equal(ends ? SctpEnd.MessageTooLarge : SctpEnd.None, pair.Second.Association.End);
        Assert.Equal(ends ? SctpEnd.ClosedByPeer : SctpEnd.None, pair.First.Association.End);
    }

    static List<byte[]> Messages(int seed, int count, int bytes)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var message = new byte[bytes];
            random.NextBytes(message);
            return message;
        })];
    }

    static IEnumerable<string> Texts(AssociationSide side) =>
        side.Messages.Select(message => System.Text.Encoding.UTF8.GetString(message.Bytes));
}
