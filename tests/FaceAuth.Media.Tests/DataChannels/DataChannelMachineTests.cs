using System.Text;
using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.DataChannels;

public sealed class DataChannelMachineTests
{
    [Fact]
    public void A_channel_opens_with_its_label_and_carries_text_and_bytes_both_ways()
    {
        using var pair = new ChannelPair();

        var id = Open(pair, "faceauth");
        Assert.Equal(0, id);
        pair.Client.Machine.TrySend(id, "hello"u8, isText: true, pair.Now);
        pair.Server.Machine.TrySend(id, [1, 2, 3], isText: false, pair.Now);
        pair.Client.Machine.TrySend(id, [], isText: true, pair.Now);
        pair.Server.Machine.TrySend(id, [], isText: false, pair.Now);
        pair.Run(() => pair.Client.Count(DataChannelEventKind.Message) == 2 && pair.Server.Count(DataChannelEventKind.Message) == 2);

        Assert.Equal("faceauth", pair.Server.Events[0].Label);
        Assert.Equal(["hello T", " T"], Messages(pair.Server));
        Assert.Equal(["\u0001\u0002\u0003 B", " B"], Messages(pair.Client));
    }

    [Fact]
    public void Messages_may_follow_the_open_before_the_association_is_up()
    {
        using var pair = new ChannelPair(new(seed: 7) { Loss = 0.3, Spread = TimeSpan.FromMilliseconds(30) });

        pair.Client.Machine.TryOpen("early", pair.Now, out var id);
        for (var i = 0; i < 30; i++) Assert.True(pair.Client.Machine.TrySend(id, Encoding.UTF8.GetBytes($"{i}"), isText: true, pair.Now));
        pair.Run(() => pair.Server.Count(DataChannelEventKind.Message) == 30 && pair.Client.Count(DataChannelEventKind.Opened) == 1);

        Assert.Equal(DataChannelEventKind.Opened, pair.Server.Events[0].Kind);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i} T"), Messages(pair.Server));
    }

    [Fact]
    public void The_client_takes_even_numbers_and_the_server_odd_ones()
    {
        using var pair = new ChannelPair();

        var ids = new List<ushort>();
        foreach (var side in (ChannelSide[])[pair.Client, pair.Server, pair.Client, pair.Server])
        {
            Assert.True(side.Machine.TryOpen("x", pair.Now, out var id));
            ids.Add(id);
        }

        pair.Run(() => pair.Client.Count(DataChannelEventKind.Opened) == 4 && pair.Server.Count(DataChannelEventKind.Opened) == 4);
        Assert.Equal([0, 1, 2, 3], ids.Select(id => (int)id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Closing_resets_both_directions_and_the_number_can_be_used_again(bool byOpener)
    {
        using var pair = new ChannelPair(new(seed: 3) { Loss = 0.2 });
        for (var rounds = 1; rounds <= 3; rounds++)
        {
            var id = Open(pair, $"round {rounds}");
            var closer = byOpener ? pair.Client : pair.Server;
            Assert.True(closer.Machine.TrySend(id, "last words"u8, isText: true, pair.Now));

            closer.Machine.Close(id);
            Assert.False(closer.Machine.TrySend(id, "more"u8, isText: true, pair.Now));
            ChannelSide[] sides = [pair.Client, pair.Server];
            pair.Run(() => sides.All(side => side.Count(DataChannelEventKind.Closed) == rounds));

            Assert.Equal(0, id);
        }

        Assert.Equal(3, (byOpener ? pair.Server : pair.Client).Count(DataChannelEventKind.Message));
    }

    [Fact]
    public void Both_sides_may_close_at_once()
    {
        using var pair = new ChannelPair();
        var id = Open(pair, "x");

        pair.Client.Machine.Close(id);
        pair.Server.Machine.Close(id);
        pair.Run(() => pair.Client.Count(DataChannelEventKind.Closed) == 1 && pair.Server.Count(DataChannelEventKind.Closed) == 1);
        pair.RunFor(5);

        Assert.Equal(1, pair.Client.Count(DataChannelEventKind.Closed));
    }

    [Fact]
    public void More_channels_than_allowed_are_closed_as_they_open()
    {
        using var pair = new ChannelPair(serverOptions: new() { MaxChannels = 2 });

        for (var i = 0; i < 4; i++) Assert.True(pair.Client.Machine.TryOpen("x", pair.Now, out _));
        pair.RunFor(5);

        Assert.Equal(2, pair.Server.Count(DataChannelEventKind.Opened));
        Assert.Equal(
            [DataChannelViolation.TooManyChannels, DataChannelViolation.TooManyChannels],
            pair.Server.Events.Where(e => e.Kind == DataChannelEventKind.Violation).Select(e => e.Violation));
        Assert.Equal(2, pair.Client.Count(DataChannelEventKind.Opened));
    }

    [Fact]
    public void The_end_of_the_association_is_the_last_event()
    {
        using var pair = new ChannelPair();
        Open(pair, "x");

        pair.Client.Machine.Shutdown(pair.Now);
        pair.RunFor(1);

        Assert.Equal((DataChannelEventKind.Ended, SctpEnd.ClosedByPeer), (pair.Server.Events[^1].Kind, pair.Server.Events[^1].End));
        Assert.Equal((DataChannelEventKind.Ended, SctpEnd.ClosedHere), (pair.Client.Events[^1].Kind, pair.Client.Events[^1].End));
        Assert.False(pair.Client.Machine.TryOpen("y", pair.Now, out _));
    }

    [Theory]
    [InlineData("02", nameof(DataChannelViolation.UnexpectedMessage))]
    [InlineData("03", nameof(DataChannelViolation.MalformedControl))]
    [InlineData("FF", nameof(DataChannelViolation.MalformedControl))]
    [InlineData("030000000000000000010000", nameof(DataChannelViolation.MalformedControl))]
    [InlineData("03030000000000000001000061", nameof(DataChannelViolation.MalformedControl))]
    [InlineData("030000000000000000010000C0", nameof(DataChannelViolation.BadLabel))]
    [InlineData("03000000000000000004000061626364", nameof(DataChannelViolation.BadLabel))]
    public void A_bad_control_message_resets_its_stream_and_says_why(string control, string violation)
    {
        using var pair = new ChannelPair(serverOptions: new() { MaxLabelBytes = 3 });
        pair.Run(() => pair.Client.Machine.State == SctpState.Established);

        SendRaw(pair, stream: 4, Ppid.Control, Convert.FromHexString(control));
        pair.RunFor(2);

        var told = Assert.Single(pair.Server.Events);
        Assert.Equal((DataChannelEventKind.Violation, (ushort)4, violation), (told.Kind, told.Channel, told.Violation.ToString()));
        Assert.Equal(SctpState.Established, pair.Server.Machine.State);
    }

    [Fact]
    public void An_open_on_a_stream_that_is_open_is_refused()
    {
        using var pair = new ChannelPair();
        var id = Open(pair, "x");
        Assert.True(pair.Server.Machine.TryOpen("ours", pair.Now, out var ours));
        pair.Run(() => pair.Client.Count(DataChannelEventKind.Opened) == 2);
        var open = new byte[13];
        OpenMessage.Write("y", default, open);

        SendRaw(pair, ours, Ppid.Control, open);
        SendRaw(pair, id, Ppid.Control, open);
        pair.Run(() => pair.Client.Count(DataChannelEventKind.Closed) == 2);   // the channels that were abused

        Assert.Equal(
            [DataChannelViolation.StreamNotTheirs, DataChannelViolation.StreamNotTheirs],
            pair.Server.Events.Where(e => e.Kind == DataChannelEventKind.Violation).Select(e => e.Violation));
    }

    [Fact]
    public void An_open_on_a_free_stream_is_taken_whatever_its_parity_and_keeps_its_number()
    {
        using var pair = new ChannelPair();
        Open(pair, "x");
        var open = new byte[13];
        OpenMessage.Write("y", default, open);

        SendRaw(pair, stream: 1, Ppid.Control, open);
        pair.Run(() => pair.Server.Count(DataChannelEventKind.Opened) == 2);

        Assert.Equal((ushort)1, pair.Server.Events.Last(e => e.Kind == DataChannelEventKind.Opened).Channel);
        Assert.True(pair.Server.Machine.TryOpen("ours", pair.Now, out var ours));
        Assert.Equal(3, ours);
    }

    [Fact]
    public void Messages_without_a_channel_or_with_a_foreign_protocol_are_refused()
    {
        using var pair = new ChannelPair();
        var id = Open(pair, "x");

        SendRaw(pair, stream: 6, Ppid.Text, "who"u8.ToArray());
        SendRaw(pair, id, (Ppid)54, "what"u8.ToArray());
        pair.RunFor(2);

        Assert.Equal(2, pair.Server.Events.Count(
            e => e is { Kind: DataChannelEventKind.Violation, Violation: DataChannelViolation.UnexpectedMessage }));
        Assert.Equal(0, pair.Server.Count(DataChannelEventKind.Message));
    }

    [Theory]
    [InlineData("00", false, null, null)]
    [InlineData("80", true, null, null)]
    [InlineData("01", false, 258, null)]
    [InlineData("82", true, null, 258)]
    public void An_open_says_how_messages_are_delivered(string type, bool isUnordered, int? retransmits, int? milliseconds)
    {
        var bytes = Convert.FromHexString($"03{type}0100" + "00000102" + "00020001" + "616270");

        Assert.True(OpenMessage.TryRead(bytes, out var open));

        Assert.Equal("ab"u8, open.Label);
        Assert.Equal(
            new SctpReliability(isUnordered, retransmits, milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null), open.Reliability);
    }

    [Fact]
    public void A_channel_that_the_peer_made_unreliable_is_unreliable_both_ways()
    {
        using var pair = new ChannelPair();
        pair.Client.Machine.TryOpen("x", pair.Now, out var id, new(IsUnordered: true, MaxRetransmits: 0));
        pair.RunFor(1);
        pair.Path.Loses = (_, _) => true;
        Assert.True(pair.Server.Machine.TrySend(id, "gone"u8, isText: true, pair.Now));
        pair.RunFor(0.1);
        pair.Path.Loses = (_, _) => false;
        pair.RunFor(5);

        Assert.Equal(1, pair.Server.Machine.Counters.MessagesAbandoned);
        Assert.Equal(0, pair.Server.Machine.BufferedBytes);
    }

    [Fact]
    public void An_oversized_message_is_not_sent()
    {
        using var pair = new ChannelPair(sctp: new() { MaxMessageBytes = 1000 });
        var id = Open(pair, "x");

        Assert.True(pair.Client.Machine.TrySend(id, new byte[1000], isText: true, pair.Now));
        Assert.False(pair.Client.Machine.TrySend(id, new byte[1001], isText: true, pair.Now));
    }

    static ushort Open(ChannelPair pair, string label)
    {
        var opened = pair.Client.Count(DataChannelEventKind.Opened);
        Assert.True(pair.Client.Machine.TryOpen(label, pair.Now, out var id));
        pair.Run(() => pair.Client.Count(DataChannelEventKind.Opened) > opened && pair.Server.Count(DataChannelEventKind.Opened) > opened);
        return id;
    }

    static void SendRaw(ChannelPair pair, ushort stream, Ppid ppid, byte[] bytes) =>
        Assert.True(pair.Client.Machine.Association.TrySend(stream, (uint)ppid, bytes, default, pair.Now));

    static IEnumerable<string> Messages(ChannelSide side) => side.Events
        .Where(happened => happened.Kind == DataChannelEventKind.Message)
        .Select(happened => $"{Encoding.UTF8.GetString(happened.Payload.Span)} {(happened.IsText ? 'T' : 'B')}");
}
