using System.Buffers.Binary;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>Packets into an association that is up and sending.</summary>
/// <remarks>
/// Tag and checksum are mended so that what lies behind them is met, and acknowledgements moved to what it has sent. It answers
/// finitely, lets go of what it was sent, and always has a next deadline.
/// </remarks>
internal sealed class SctpTarget : FuzzTarget
{
    const int Goodbye = 8;   // inputs that an association gets which closes or is closed; then the next one begins

    static readonly List<byte[]> Recorded = [.. Record(), .. Acknowledgements()];

    readonly byte[] _out = new byte[1400];
    readonly byte[] _message = new byte[5000];
    SctpAssociation _association = null!;
    byte[] _head = [];
    uint _sent;
    int _inputs, _closing;
    TimeSpan _now = TimeSpan.FromSeconds(1);

    public SctpTarget() => Begin();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds => Recorded;

    /// <inheritdoc/>
    public override int Inputs => 200;

    /// <inheritdoc/>
    public override int Cost => 2;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        _now += TimeSpan.FromMilliseconds(3);
        if (_association.State != SctpState.Established && ++_closing > Goodbye)
        {
            _association.Dispose();
            Begin();
        }

        if (_inputs++ % 4 == 0) _association.TrySend(1, 53, _message, new SctpReliability(false, _inputs % 3 == 0 ? 1 : null), _now);
        Drain();
        _association.HandlePacket(input, _now);
        if (input.Length >= SctpPacket.HeaderBytes)
        {
            _head.CopyTo(input);
            if (input.Length >= 20 && input[12] == (byte)SctpChunkType.Sack)
                BinaryPrimitives.WriteUInt32BigEndian(input[16..], unchecked(_sent - (uint)(input[19] & 15)));
            input[8..12].Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(input[8..], Crc32c.ComputePacket(input));
            _association.HandlePacket(input, _now);
        }

        Drain();
        if (_association.Deadline <= _now) throw new InvalidOperationException("It says that there is more to do, and does nothing.");
    }

    void Begin()
    {
        _closing = 0;
        _association = new SctpAssociation(new SctpOptions(), new Random(1));
        var other = new SctpAssociation(new SctpOptions(), new Random(2));
        var toFirst = new List<byte[]>();
        _association.Connect(_now);
        _now += TimeSpan.FromMilliseconds(300);
        Talk(_association, other, [], toFirst, _now);
        _head = toFirst[^1][..8];
        other.Dispose();
    }

    void Drain()
    {
        do
        {
            for (var packets = 0; _association.Poll(_now, _out) > 0; packets++)
            {
                if (packets > 1000) throw new InvalidOperationException("It never stops sending.");
                if (_out[12] == (byte)SctpChunkType.Data) _sent = BinaryPrimitives.ReadUInt32BigEndian(_out.AsSpan(16));
            }
        }
        while (_association.TryTake(out _));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _association.Dispose();
        base.Dispose();
    }

    // a little of everything: both ways, reset, shutdown
    static List<byte[]> Record()
    {
        using var first = new SctpAssociation(new SctpOptions(), new Random(3));
        using var second = new SctpAssociation(new SctpOptions(), new Random(4));
        var now = TimeSpan.FromMilliseconds(300);   // late enough for delayed acknowledgements
        var (toSecond, toFirst) = (new List<byte[]>(), new List<byte[]>());
        first.Connect(TimeSpan.Zero);
        Talk(first, second, toSecond, toFirst, now);
        for (ushort stream = 0; stream < 4; stream++)
        {
            first.TrySend(stream, 51, new byte[3000], default, TimeSpan.Zero);
            second.TrySend(stream, 53, new byte[40], new SctpReliability(true, MaxRetransmits: 0), TimeSpan.Zero);
            Talk(first, second, toSecond, toFirst, now);
        }

        first.ResetStream(2);
        Talk(first, second, toSecond, toFirst, now);
        first.Shutdown(TimeSpan.Zero);
        Talk(first, second, toSecond, toFirst, now);
        return [.. toSecond, .. toFirst];
    }

    // SACKs with holes; what they acknowledge is put in when they are handed over
    static IEnumerable<byte[]> Acknowledgements()
    {
        foreach (var blocks in (int[])[0, 1, 1, 2, 3, 5, 20, 64])
        {
            var sack = new byte[SctpPacket.HeaderBytes + 16 + 4 * blocks];
            sack[12] = (byte)SctpChunkType.Sack;
            BinaryPrimitives.WriteUInt16BigEndian(sack.AsSpan(14), (ushort)(16 + 4 * blocks));
            sack[19] = (byte)(blocks + 2);
            BinaryPrimitives.WriteUInt32BigEndian(sack.AsSpan(20), 100_000);
            BinaryPrimitives.WriteUInt16BigEndian(sack.AsSpan(24), (ushort)blocks);
            for (var i = 0; i < blocks; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(sack.AsSpan(28 + 4 * i), (ushort)(2 * i + 2));
                BinaryPrimitives.WriteUInt16BigEndian(sack.AsSpan(30 + 4 * i), (ushort)(2 * i + 2));
            }

            yield return sack;
        }
    }

    static void Talk(SctpAssociation first, SctpAssociation second, List<byte[]> toSecond, List<byte[]> toFirst, TimeSpan now)
    {
        var datagram = new byte[1400];
        for (var quiet = false; !quiet;)
        {
            quiet = true;
            quiet &= Pass(first, second, toSecond);
            quiet &= Pass(second, first, toFirst);
        }

        bool Pass(SctpAssociation from, SctpAssociation to, List<byte[]> sent)
        {
            var silent = true;
            while (from.Poll(now, datagram) is var length && length > 0)
            {
                silent = false;
                sent.Add(datagram[..length]);
                to.HandlePacket(datagram.AsSpan(0, length), now);
                while (to.TryTake(out _))
                {
                }
            }

            return silent;
        }
    }
}
