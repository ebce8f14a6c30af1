using System.Buffers.Binary;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Fuzz.Targets;

/// <summary>
/// Packets into an association that is up, with the tag and checksum mended so that what lies behind them is met. It answers
/// finitely, and lets go of what it was sent.
/// </summary>
internal sealed class SctpTarget : FuzzTarget
{
    static readonly List<byte[]> Recorded = Record();

    readonly SctpAssociation _association;
    readonly byte[] _out = new byte[1400];
    readonly byte[] _head;
    TimeSpan _now = TimeSpan.FromSeconds(1);

    public SctpTarget()
    {
        _association = new SctpAssociation(new SctpOptions(), new Random(1));
        var other = new SctpAssociation(new SctpOptions(), new Random(2));
        var toFirst = new List<byte[]>();
        _association.Connect(_now);
        Talk(_association, other, [], toFirst);
        _head = toFirst[^1][..8];
        other.Dispose();
    }

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
        _association.HandlePacket(input, _now);
        if (input.Length >= SctpPacket.HeaderBytes)
        {
            _head.CopyTo(input);
            input[8..12].Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(input[8..], Crc32c.ComputePacket(input));
            _association.HandlePacket(input, _now);
        }

        for (var packets = 0; _association.Poll(_now, _out) > 0; packets++)
            if (packets > 1000) throw new InvalidOperationException("It never stops sending.");
        while (_association.TryTake(out _))
        {
        }
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
        var (toSecond, toFirst) = (new List<byte[]>(), new List<byte[]>());
        first.Connect(TimeSpan.Zero);
        Talk(first, second, toSecond, toFirst);
        for (ushort stream = 0; stream < 4; stream++)
        {
            first.TrySend(stream, 51, new byte[3000], default, TimeSpan.Zero);
            second.TrySend(stream, 53, new byte[40], new SctpReliability(true, MaxRetransmits: 0), TimeSpan.Zero);
            Talk(first, second, toSecond, toFirst);
        }

        first.ResetStream(2);
        Talk(first, second, toSecond, toFirst);
        first.Shutdown(TimeSpan.Zero);
        Talk(first, second, toSecond, toFirst);
        return [.. toSecond, .. toFirst];
    }

    static void Talk(SctpAssociation first, SctpAssociation second, List<byte[]> toSecond, List<byte[]> toFirst)
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
            var now = TimeSpan.FromMilliseconds(300);   // late enough for delayed acknowledgements
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
