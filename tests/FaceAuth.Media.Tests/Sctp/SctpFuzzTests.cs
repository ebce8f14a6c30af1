using System.Buffers.Binary;
using FaceAuth.Media.Sctp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class SctpFuzzTests
{
    [Fact]
    public void Spoiled_packets_never_throw_and_never_make_it_grow()
    {
        var originals = Record();
        Assert.Equal(13, originals.Select(packet => packet[SctpPacket.HeaderBytes]).Distinct().Count());
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 40; round++)
        {
            using var pair = AssociationPair.Connected(new(round));
            pair.First.Association.TrySend(0, 51, new byte[20_000], default, pair.Now);
            pair.Drain();
            foreach (var original in originals)
            {
                foreach (var packet in Mutations.Of(original, round, count: 25))
                {
                    Feed(pair.First, packet, pair);
                    Feed(pair.Second, packet, pair);
                }
            }

            pair.RunFor(30);
        }

        // kept or not, the packets themselves included: of what the process holds, other tests have their part
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 48 << 20);
    }

    [Fact]
    public void Packets_cut_anywhere_never_throw()
    {
        foreach (var original in Record())
        {
            for (var length = 0; length < original.Length; length++)
            {
                using var pair = AssociationPair.Connected(new(length));
                Feed(pair.First, original[..length], pair);
                pair.Drain();
            }
        }
    }

    [Fact]
    public void Chunks_of_random_bytes_never_throw()
    {
        var random = new Random(12);
        foreach (var type in Enum.GetValues<SctpChunkType>())
        {
            using var peer = new ScriptedPeer(new());
            for (var i = 0; i < 2000; i++)
            {
                var value = new byte[random.Next(64)];
                random.NextBytes(value);
                peer.Send(type, (byte)random.Next(256), value);
                peer.TakeChunks();
                while (peer.Association.TryTake(out _)) { }
            }
        }
    }

    [Fact]
    public void Random_data_and_forward_chunks_near_the_window_keep_to_their_bounds()
    {
        var random = new Random(13);
        for (var round = 0; round < 60; round++)
        {
            using var peer = new ScriptedPeer(new() { MaxMessageBytes = 20_000, ReceiveWindowBytes = 64 * 1024 });
            uint reach = 0;
            for (var i = 0; i < 1500 && peer.Association.End == SctpEnd.None; i++)
            {
                var offset = (uint)random.Next((int)reach + 8);
                reach = Math.Max(reach, offset);
                if (random.Next(30) == 0) peer.SendForward(offset, "000" + random.Next(8) + "00" + random.Next(10, 99));
                else peer.SendData(offset, RandomFlags(), new byte[random.Next(1, 1000)], (ushort)random.Next(8), (ushort)random.Next(16));
                peer.TakeChunks();
                while (round % 2 == 0 && peer.Association.TryTake(out _)) { }
            }
        }

        // Mostly whole messages: a wrong fragment ends the association.
        byte RandomFlags() => (byte)(random.Next(40) == 0 ? random.Next(16) : 3 | (random.Next(2) << 2));
    }

    /// <summary>Gives a packet both a right checksum and a right tag, so that the parsers behind them see it.</summary>
    static void Feed(AssociationSide side, byte[] packet, AssociationPair pair)
    {
        side.Association.HandlePacket(packet, pair.Now);
        if (packet.Length < SctpPacket.HeaderBytes + SctpChunk.HeaderBytes) return;

        var repaired = packet.ToArray();
        var type = (SctpChunkType)repaired[SctpPacket.HeaderBytes];
        var toSide = pair.Path.Sent.Last(sent => sent.ToSecond == ReferenceEquals(side, pair.Second)
            && (SctpChunkType)sent.Bytes[SctpPacket.HeaderBytes] != SctpChunkType.Init);
        toSide.Bytes.AsSpan(0, 8).CopyTo(repaired);
        if (type == SctpChunkType.Init) repaired.AsSpan(4, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(repaired.AsSpan(8), Crc32c.ComputePacket(repaired));
        side.Association.HandlePacket(repaired, pair.Now);
        side.TakeEvents();
    }

    /// <summary>One packet of each kind, out of a session that has them all.</summary>
    static List<byte[]> Record()
    {
        var path = new SctpPath(seed: 8) { Loss = 0.2 };
        using var pair = AssociationPair.Connected(path, new() { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        for (var i = 0; i < 30; i++)
        {
            pair.First.Association.TrySend((ushort)i, 51, new byte[2000], new(MaxRetransmits: 0), pair.Now);
            pair.Second.Association.TrySend((ushort)i, 51, new byte[50], default, pair.Now);
            pair.RunFor(0.05);
        }

        pair.First.Association.ResetStream(3);
        pair.RunFor(10);
        pair.First.Association.Shutdown(pair.Now);
        pair.Run(() => pair.First.IsOver && pair.Second.IsOver);
        var kinds = path.Sent.GroupBy(sent => sent.Bytes[SctpPacket.HeaderBytes]);
        return [.. kinds.SelectMany(kind => kind.Take(3)).Select(sent => sent.Bytes)];
    }
}
