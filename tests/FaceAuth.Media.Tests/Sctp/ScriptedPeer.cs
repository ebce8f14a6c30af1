using System.Buffers.Binary;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

/// <summary>An association that is up, and a peer that sends whatever the test writes. The peer's first TSN is 100.</summary>
sealed class ScriptedPeer : IDisposable
{
    public const uint FirstTsn = 100;
    const uint PeerTag = 0xABCD;
    const int Port = 5000;

    readonly byte[] _buffer = new byte[2000];
    readonly uint _tag;
    readonly uint _localTsn;

    public ScriptedPeer(SctpOptions options, bool hasExtensions = true)
    {
        Association = new(options, new Random(3));
        Association.HandlePacket(
            Packet(0, SctpChunkType.Init, 0, InitFields.FixedBytes + (hasExtensions ? InitFields.ExtensionBytes : 0), value =>
            {
                var whole = new byte[InitFields.FixedBytes + InitFields.ExtensionBytes];
                new InitFields(PeerTag, 1_000_000, 1000, 1000, FirstTsn, false, false).Write(whole);
                whole.AsSpan(0, value.Length).CopyTo(value);
            }), Now);

        var initAck = Assert.Single(TakeChunks(SctpChunkType.InitAck));
        Assert.True(InitFields.TryRead(initAck, out var fields, out var cookie));
        (_tag, _localTsn) = (fields.Tag, fields.InitialTsn);
        var echo = cookie.ToArray();
        Association.HandlePacket(Packet(_tag, SctpChunkType.CookieEcho, 0, echo.Length, value => echo.CopyTo(value)), Now);
        Assert.Single(TakeChunks(SctpChunkType.CookieAck));
        Assert.True(Association.TryTake(out _));
    }

    public SctpAssociation Association { get; }

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1);

    public void Send(SctpChunkType type, byte flags, ReadOnlySpan<byte> value)
    {
        var copy = value.ToArray();
        Association.HandlePacket(Packet(_tag, type, flags, copy.Length, room => copy.CopyTo(room)), Now);
    }

    /// <summary>Sends DATA with TSN 100 + <paramref name="offset"/>.</summary>
    public void SendData(uint offset, byte flags, byte[] data, ushort stream = 0, ushort ssn = 0, uint ppid = 51)
    {
        var value = new byte[12 + data.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, FirstTsn + offset);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(4), stream);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(6), ssn);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(8), ppid);
        data.CopyTo(value, 12);
        Send(SctpChunkType.Data, flags, value);
    }

    /// <summary>Acknowledges up to the association's chunk number <paramref name="offset"/>, counted from 0.</summary>
    public void SendSack(int offset, string gapBlocks)
    {
        var blocks = Convert.FromHexString(gapBlocks);
        var value = new byte[12 + blocks.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, unchecked(_localTsn + (uint)offset));
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4), 1_000_000);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(8), (ushort)(blocks.Length / 4));
        blocks.CopyTo(value, 12);
        Send(SctpChunkType.Sack, 0, value);
    }

    /// <summary>Sends FORWARD-TSN to TSN 100 + <paramref name="offset"/>.</summary>
    public void SendForward(uint offset, string streams)
    {
        var pairs = Convert.FromHexString(streams);
        var value = new byte[4 + pairs.Length];
        BinaryPrimitives.WriteUInt32BigEndian(value, FirstTsn + offset);
        pairs.CopyTo(value, 4);
        Send(SctpChunkType.ForwardTsn, 0, value);
    }

    /// <summary>Sends the peer's request to reset its streams.</summary>
    public void SendReset(uint number, uint lastOffset, params ushort[] streams)
    {
        var value = new byte[16 + 2 * streams.Length];
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)SctpParameterType.OutgoingReset);
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(2), (ushort)value.Length);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4), FirstTsn + number);
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(12), FirstTsn + lastOffset);
        for (var i = 0; i < streams.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(16 + 2 * i), streams[i]);
        Send(SctpChunkType.Reconfig, 0, value);
    }

    /// <summary>Lets the association send, and gives the values of chunks of some types, in order of sending.</summary>
    public List<byte[]> TakeChunks(params SctpChunkType[] types)
    {
        var values = new List<byte[]>();
        while (Association.Poll(Now, _buffer) is var length and > 0)
        {
            Assert.True(SctpPacket.TryRead(_buffer.AsSpan(0, length), out var packet));
            Assert.True(packet.IsIntact);
            Assert.Equal(PeerTag, packet.VerificationTag);
            var rest = packet.Chunks;
            while (SctpChunk.TryTake(ref rest, out var chunk))
                if (types.Contains(chunk.Type)) values.Add(chunk.Value.ToArray());
        }

        return values;
    }

    public void Dispose() => Association.Dispose();

    static byte[] Packet(uint tag, SctpChunkType type, byte flags, int length, Action<Span<byte>> write)
    {
        var bytes = new byte[SctpPacket.HeaderBytes + SctpChunk.HeaderBytes + ((length + 3) & ~3)];
        var packet = new SctpPacketWriter(bytes, Port, tag);
        Assert.True(packet.TryAdd(type, flags, length, out var value));
        write(value);
        Assert.Equal(bytes.Length, packet.Finish());
        return bytes;
    }
}
