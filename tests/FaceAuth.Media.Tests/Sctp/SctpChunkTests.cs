using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

/// <summary>DATA and SACK, chunk by chunk, of a peer that follows a script.</summary>
public sealed class SctpChunkTests
{
    [Fact]
    public void A_message_that_never_ends_ends_the_association_once_it_has_grown_past_the_bound()
    {
        using var peer = new ScriptedPeer(new() { MaxMessageBytes = 10_000 });

        uint fragments = 0;
        for (; peer.Association.End == SctpEnd.None && fragments < 100; fragments++)
            peer.SendData(fragments, flags: fragments == 0 ? OutgoingChunk.BeginFlag : (byte)0, new byte[1000]);

        Assert.Equal(SctpEnd.MessageTooLarge, peer.Association.End);
        Assert.Equal(11u, fragments);
    }

    [Fact]
    public void The_middle_of_a_message_whose_beginning_is_missing_counts_as_well()
    {
        using var peer = new ScriptedPeer(new() { MaxMessageBytes = 10_000 });

        uint fragments = 0;
        for (; peer.Association.End == SctpEnd.None && fragments < 100; fragments++)
            peer.SendData(100 - fragments, flags: 0, new byte[1000]);

        Assert.Equal(SctpEnd.MessageTooLarge, peer.Association.End);
    }

    [Fact]
    public void Fragments_too_small_ever_to_fit_end_the_association_instead_of_stalling_it()
    {
        using var peer = new ScriptedPeer(new() { MaxMessageBytes = 64 * 1024, ReceiveWindowBytes = 16 * 1024 });

        uint fragments = 0;
        for (; peer.Association.End == SctpEnd.None && fragments < 70_000; fragments++)
            peer.SendData(fragments, flags: fragments == 0 ? OutgoingChunk.BeginFlag : (byte)0, [1]);

        Assert.Equal(SctpEnd.ProtocolViolation, peer.Association.End);
    }

    [Theory]
    [InlineData(OutgoingChunk.BeginFlag, OutgoingChunk.BeginFlag)]
    [InlineData(OutgoingChunk.EndFlag, (byte)0)]
    [InlineData(OutgoingChunk.BeginFlag, OutgoingChunk.UnorderedFlag)]
    public void Fragments_that_do_not_go_together_end_the_association(byte first, byte second)
    {
        using var peer = new ScriptedPeer(new());

        peer.SendData(0, first, [1]);
        peer.SendData(1, second, [2]);

        Assert.Equal(SctpEnd.ProtocolViolation, peer.Association.End);
    }

    [Fact]
    public void Repeats_and_holes_are_reported()
    {
        using var peer = new ScriptedPeer(new());
        const byte whole = OutgoingChunk.BeginFlag | OutgoingChunk.EndFlag;

        foreach (var offset in (uint[])[0, 2, 3, 66, 130, 131, 3, 0]) peer.SendData(offset, whole, [1], ssn: (ushort)offset);
        var sack = Assert.Single(peer.TakeChunks(SctpChunkType.Sack));

        // Cumulative TSN, window, 3 gap blocks and 2 duplicates: 3–4, 67–67 and 131–132 after TSN 100.
        Assert.Equal(
            "00000064" + Convert.ToHexString(sack.AsSpan(4, 4)) + "00030002" + "00020003" + "00420042" + "00820083" + "00000067"
            + "00000064",
            Convert.ToHexString(sack));
    }

    [Fact]
    public void What_fills_a_hole_is_acknowledged_at_once()
    {
        using var peer = new ScriptedPeer(new());
        const byte whole = OutgoingChunk.BeginFlag | OutgoingChunk.EndFlag;
        peer.SendData(0, whole, [1]);
        peer.SendData(2, whole, [1], ssn: 2);
        peer.TakeChunks(SctpChunkType.Sack);

        peer.SendData(1, whole, [1], ssn: 1);

        Assert.Single(peer.TakeChunks(SctpChunkType.Sack));
    }

    [Fact]
    public void Data_for_a_stream_that_does_not_exist_is_reported_and_acknowledged()
    {
        using var peer = new ScriptedPeer(new() { Streams = 8 });

        peer.SendData(0, OutgoingChunk.BeginFlag | OutgoingChunk.EndFlag, [1], stream: 8);

        var packet = peer.TakeChunks(SctpChunkType.Error, SctpChunkType.Sack);
        Assert.Equal("0001000800080000", Convert.ToHexString(packet[1]));
        Assert.Equal("00000064", Convert.ToHexString(packet[0].AsSpan(0, 4)));
        Assert.False(peer.Association.TryTake(out var taken) && taken.Kind == SctpEventKind.Message);
    }

    [Fact]
    public void Gap_blocks_that_make_no_sense_change_nothing()
    {
        using var peer = new ScriptedPeer(new());
        peer.Association.TrySend(0, 51, new byte[4000], default, peer.Now);
        peer.TakeChunks(SctpChunkType.Data);

        foreach (var blocks in (string[])["0001FFFF", "00000000", "FFFF0001", "00050002", "0002000300010002", "FFFFFFFF"])
            peer.SendSack(-1, blocks);
        peer.SendSack(1000, "");

        Assert.Equal(4000, peer.Association.BufferedBytes);
        peer.SendSack(3, "");
        Assert.Equal(0, peer.Association.BufferedBytes);
        Assert.Equal(SctpEnd.None, peer.Association.End);
    }

    [Fact]
    public void What_the_peer_had_and_dropped_again_is_sent_again()
    {
        using var peer = new ScriptedPeer(new());
        peer.Association.TrySend(0, 51, new byte[3000], default, peer.Now);
        Assert.Equal(3, peer.TakeChunks(SctpChunkType.Data).Count);

        peer.SendSack(0, "00020002");   // the first, and the third
        Assert.Empty(peer.TakeChunks(SctpChunkType.Data));
        peer.SendSack(1, "");           // the second too, the third no more

        Assert.Single(peer.TakeChunks(SctpChunkType.Data));
    }

    [Fact]
    public void An_answer_takes_the_acknowledgement_with_it()
    {
        using var peer = new ScriptedPeer(new());
        const byte whole = OutgoingChunk.BeginFlag | OutgoingChunk.EndFlag;
        peer.SendData(0, whole, [1]);
        Assert.Single(peer.TakeChunks(SctpChunkType.Sack));   // the first data is acknowledged at once

        peer.SendData(1, whole, [1], ssn: 1);
        Assert.Empty(peer.TakeChunks(SctpChunkType.Sack));
        peer.Association.TrySend(0, 51, "answer"u8, default, peer.Now);

        Assert.Equal(2, peer.TakeChunks(SctpChunkType.Sack, SctpChunkType.Data).Count);
    }
}
