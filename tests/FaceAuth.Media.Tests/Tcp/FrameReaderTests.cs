using System.Buffers.Binary;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;

namespace FaceAuth.Media.Tests.Tcp;

public sealed class FrameReaderTests
{
    [Fact]
    public void A_check_is_found_wherever_the_stream_is_cut()
    {
        var stream = Framed(Check());
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var reader = new FrameReader();

            var found = Read(reader, stream[..cut]).Concat(Read(reader, stream[cut..])).ToArray();

            Assert.Equal(Check(), Assert.Single(found));
            Assert.Equal(0, reader.Held);
        }
    }

    [Fact]
    public void Once_admitted_frames_of_any_kind_and_length_come_out_in_order()
    {
        byte[][] sent = [Check(), [22, 1, 2], new byte[FrameReader.LongestFrame], [128]];
        var reader = new FrameReader();
        Assert.Single(Read(reader, Framed(sent[0])));
        reader.Admit();

        var found = Read(reader, [.. Framed(sent[1]), 0, 0, .. Framed(sent[2]), .. Framed(sent[3])]);

        Assert.Equal(sent[1..], found);
        Assert.False(reader.IsRefused);
    }

    [Fact]
    public void What_was_read_ahead_of_the_admission_is_kept()
    {
        var reader = new FrameReader();
        byte[] stream = [.. Framed(Check()), .. Framed([22, 9, 9])];
        stream.CopyTo(reader.Room.Span);
        reader.Advance(stream.Length);
        Assert.True(reader.TryTake(out _));

        reader.Admit();

        Assert.True(reader.TryTake(out var frame));
        Assert.Equal([22, 9, 9], frame.ToArray());
    }

    [Theory]
    [InlineData("0003160301", "a DTLS record")]
    [InlineData("0014000101", "another length inside than outside")]
    [InlineData("0013", "shorter than a STUN header")]
    [InlineData("0228", "longer than a check may be")]
    [InlineData("00140101", "a response")]
    [InlineData("00140001000021124243", "another cookie")]
    [InlineData("4745", "an HTTP request")]
    [InlineData("0000", "nothing")]
    public void Anything_but_a_check_is_refused_by_its_first_bytes(string hex, string what)
    {
        var reader = new FrameReader();

        Read(reader, Convert.FromHexString(hex));

        Assert.True(reader.IsRefused, what);
    }

    [Fact]
    public void A_stranger_can_make_it_hold_one_check_and_no_more()
    {
        var reader = new FrameReader();
        byte[] slow = [2, 36, 0, 1, 2, 16, 0x21, 0x12, 0xA4, 0x42, .. new byte[538]];   // of 548 bytes, one at a time, never the last

        Read(reader, slow);

        Assert.False(reader.IsRefused);
        Assert.InRange(reader.Room.Length, 2, FrameReader.LongestCheck + 2 - reader.Held);
    }

    [Fact]
    public void A_frame_longer_than_a_datagram_is_refused()
    {
        var reader = new FrameReader();
        reader.Admit();

        Read(reader, [8, 1]);

        Assert.True(reader.IsRefused);
    }

    [Fact]
    public void A_backlog_keeps_order_and_refuses_whole_frames_when_full()
    {
        var backlog = new FrameBacklog(10);

        Assert.True(backlog.TryAdd([1, 2, 3, 4, 5, 6]));
        Assert.False(backlog.TryAdd([7, 8, 9, 10, 11]));
        backlog.Drop(4);
        Assert.True(backlog.TryAdd([7, 8, 9, 10, 11, 12, 13, 14]));

        Assert.Equal([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], backlog.Waiting.ToArray());
        backlog.Drop(10);
        Assert.True(backlog.IsEmpty);
    }

    static List<byte[]> Read(FrameReader reader, byte[] stream)
    {
        var found = new List<byte[]>();
        while (stream.Length > 0 && !reader.IsRefused)
        {
            var some = stream.AsSpan(0, Math.Min(stream.Length, reader.Room.Length));
            Assert.False(some.IsEmpty);
            some.CopyTo(reader.Room.Span);
            reader.Advance(some.Length);
            stream = stream[some.Length..];
            while (reader.TryTake(out var frame)) found.Add(frame.ToArray());
        }

        return found;
    }

    static byte[] Framed(byte[] frame)
    {
        var framed = new byte[frame.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)frame.Length);
        frame.CopyTo(framed, 2);
        return framed;
    }

    static byte[] Check()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername("srvr:clnt"u8);
        writer.AddPriority(IceCandidate.CheckPriority);
        writer.AddIntegrity("password"u8);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
