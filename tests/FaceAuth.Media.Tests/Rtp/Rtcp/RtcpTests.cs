using FaceAuth.Media.Rtp.Rtcp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Rtp.Rtcp;

public sealed class RtcpTests
{
    readonly byte[] _buffer = new byte[1200];

    [Fact]
    public void A_sender_report_reads_back_as_written()
    {
        var report = new SenderReport(1, 0x0102030405060708, 9, 10, 11);

        var block = Single(report.Write(_buffer));

        Assert.True(SenderReport.TryRead(block, out var read));
        Assert.Equal(report, read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(0x7F_FFFF)]
    [InlineData(int.MaxValue)]
    public void A_receiver_report_reads_back_as_written(int lost)
    {
        var report = new ReportBlock(0xCAFE, 200, lost, 0x0001_FFFF, 45, 0xAABBCCDD, 65_536);

        var block = Single(ReceiverReport.Write(_buffer, 1, report));

        Assert.True(ReceiverReport.TryRead(block, 0xCAFE, out var read));
        Assert.Equal(report with { CumulativeLost = Math.Min(lost, 0x7F_FFFF) }, read);
        Assert.False(ReceiverReport.TryRead(block, 0xCAFF, out _));
    }

    [Fact]
    public void A_receiver_report_is_laid_out_as_the_rfc_draws_it()
    {
        var report = new ReportBlock(0x22222222, 0x33, 0x444444, 0x55555555, 0x66666666, 0x77777777, 0x88888888);

        var length = ReceiverReport.Write(_buffer, 0x11111111, report);

        Assert.Equal("81C900071111111122222222334444445555555566666666777777778888888" + "8", Convert.ToHexString(_buffer[..length]));
    }

    [Theory]
    [InlineData("a", 12)]
    [InlineData("ab", 16)]
    [InlineData("abcde", 16)]
    [InlineData("abcdef", 20)]
    public void A_source_description_ends_with_a_zero_and_a_whole_word(string cname, int bytes)
    {
        var length = SourceDescription.Write(_buffer, 7, cname);

        Assert.Equal(bytes, length);
        Assert.Equal(0, _buffer[length - 1]);
        Assert.True(SourceDescription.TryRead(Single(length), out var ssrc, out var read));
        Assert.Equal((7u, cname), (ssrc, System.Text.Encoding.ASCII.GetString(read)));
    }

    [Fact]
    public void A_nack_packs_17_packets_into_a_pair()
    {
        var length = GenericNack.Write(_buffer, 1, 2, [0x1_FFFE, 0x1_FFFF, 0x2_0000, 0x2_000E, 0x2_000F, 0x2_0100]);

        Assert.Equal("81CD0005" + "00000001" + "00000002" + "FFFE8003" + "000F0000" + "01000000", Convert.ToHexString(_buffer[..length]));
    }

    [Fact]
    public void A_nack_reads_back_as_written()
    {
        var random = new Random(4);
        var missing = Enumerable.Range(0, 200).Where(_ => random.Next(3) == 0).Select(i => 0x1_FFA0L + i).ToArray();
        var block = Single(GenericNack.Write(_buffer, 1, 2, missing));
        Assert.True(GenericNack.TryRead(block, out var media, out var pairs));

        var read = new List<ushort>();
        while (GenericNack.TryTake(ref pairs, out var first, out var following))
        {
            read.Add(first);
            for (var i = 0; i < 16; i++)
                if ((following & 1 << i) != 0) read.Add((ushort)(first + i + 1));
        }

        Assert.Equal(2u, media);
        Assert.Equal(missing.Select(sequence => (ushort)sequence), read);
    }

    [Fact]
    public void Keyframe_requests_name_their_source()
    {
        Assert.True(PictureLossIndication.TryRead(Single(PictureLossIndication.Write(_buffer, 1, 0xCAFE)), out var media));
        Assert.Equal(0xCAFEu, media);
        Assert.Equal("81CE0002000000010000CAFE", Convert.ToHexString(_buffer[..12]));

        var request = Single(FullIntraRequest.Write(_buffer, 1, 0xCAFE, 9));
        Assert.True(FullIntraRequest.TryRead(request, 0xCAFE, out var number));
        Assert.Equal(9, number);
        Assert.False(FullIntraRequest.TryRead(request, 0xCAFF, out _));
    }

    [Fact]
    public void A_goodbye_names_its_sources()
    {
        var block = Single(Goodbye.Write(_buffer, 5));

        Assert.True(Goodbye.Names(block, 5));
        Assert.False(Goodbye.Names(block, 6));
    }

    [Theory]
    [InlineData(300_000u, "8FCE0005000000010000000052454D4201064" + "9F000000002")]   // 0x493E0 = 0x249F0 × 2: exponent 1
    [InlineData(0u, "8FCE0005000000010000000052454D420100000000000002")]
    [InlineData(262_143u, "8FCE0005000000010000000052454D420103FFFF00000002")]
    public void A_maximum_bitrate_keeps_18_bits(uint bitrate, string hex)
    {
        var length = MaximumBitrate.Write(_buffer, 1, 2, bitrate);

        Assert.Equal(hex, Convert.ToHexString(_buffer[..length]));
    }

    [Fact]
    public void A_compound_is_taken_apart_packet_by_packet()
    {
        var length = ReceiverReport.Write(_buffer, 1, null);
        length += SourceDescription.Write(_buffer.AsSpan(length), 1, "x");
        length += PictureLossIndication.Write(_buffer.AsSpan(length), 1, 2);

        ReadOnlySpan<byte> compound = _buffer.AsSpan(0, length);
        var types = new List<RtcpType>();
        while (RtcpBlock.TryTake(ref compound, out var block)) types.Add(block.Type);

        Assert.Equal([RtcpType.ReceiverReport, RtcpType.SourceDescription, RtcpType.PayloadFeedback], types);
        Assert.True(compound.IsEmpty);
    }

    [Theory]
    [InlineData("81C90007")]
    [InlineData("41C90000")]
    [InlineData("A1C9000000")]
    [InlineData("A1C9000100000000")]
    [InlineData("A1C9000100000005")]
    public void Lengths_that_contradict_each_other_end_the_compound(string hex)
    {
        ReadOnlySpan<byte> compound = Convert.FromHexString(hex);

        Assert.False(RtcpBlock.TryTake(ref compound, out _));
        Assert.False(compound.IsEmpty);
    }

    [Fact]
    public void No_reader_throws_whatever_comes()
    {
        var length = new SenderReport(1, 2, 3, 4, 5).Write(_buffer);
        length += ReceiverReport.Write(_buffer.AsSpan(length), 1, new ReportBlock(2, 0, 0, 0, 0, 0, 0));
        length += SourceDescription.Write(_buffer.AsSpan(length), 1, "someone");
        length += GenericNack.Write(_buffer.AsSpan(length), 1, 2, [5, 9, 300]);
        length += FullIntraRequest.Write(_buffer.AsSpan(length), 1, 2, 3);
        length += PictureLossIndication.Write(_buffer.AsSpan(length), 1, 2);
        length += Goodbye.Write(_buffer.AsSpan(length), 1);

        var cut = Enumerable.Range(0, length).Select(until => _buffer[..until]);
        foreach (var hostile in Mutations.Of(_buffer[..length], seed: 6, count: 20_000).Concat(cut))
        {
            ReadOnlySpan<byte> compound = hostile;
            while (RtcpBlock.TryTake(ref compound, out var block))
            {
                SenderReport.TryRead(block, out _);
                ReceiverReport.TryRead(block, 2, out _);
                SourceDescription.TryRead(block, out _, out _);
                PictureLossIndication.TryRead(block, out _);
                FullIntraRequest.TryRead(block, 2, out _);
                Goodbye.Names(block, 1);
                if (!GenericNack.TryRead(block, out _, out var pairs)) continue;
                while (GenericNack.TryTake(ref pairs, out _, out _)) { }
            }
        }
    }

    RtcpBlock Single(int length)
    {
        ReadOnlySpan<byte> compound = _buffer.AsSpan(0, length);
        Assert.True(RtcpBlock.TryTake(ref compound, out var block));
        Assert.True(compound.IsEmpty);
        return block;
    }
}
