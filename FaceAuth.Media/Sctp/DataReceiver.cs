using System.Buffers;
using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>
/// The receiving half of an association: takes DATA in, puts messages together and in order, and says when and what to acknowledge.
/// </summary>
/// <remarks>RFC 9260 §6.2, §6.5–6.7, §6.9; RFC 3758 §3.6.</remarks>
internal sealed class DataReceiver(SctpOptions options, SctpEventQueue events, SctpCounters counters) : IDisposable
{
    // Two whole messages always fit, so that one can be put together while another waits to be taken.
    readonly int _windowBytes = Math.Max(options.ReceiveWindowBytes, 2 * options.MaxMessageBytes);
    readonly TsnTracker _tsns = new();
    readonly Reassembler _fragments = new(options.MaxMessageBytes);
    readonly InboundStreams _streams = new(events);

    int _streamCount;
    int _packetsUnacknowledged;
    uint _advertised;
    ushort? _invalidStream;
    bool _hasData, _isSackDue, _hasAcknowledged, _hadGap;

    /// <summary>Everything up to this TSN has arrived.</summary>
    public uint Cumulative => _tsns.Cumulative;

    /// <summary>When an acknowledgement is due that still waits for company.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Streams that messages came on.</summary>
    public IReadOnlyCollection<ushort> KnownStreams => _streams.Known;

    uint Window => (uint)Math.Max(0, _windowBytes - Held);

    int Held => _fragments.Cost + _streams.Cost + events.Cost;

    /// <summary>The association is up.</summary>
    /// <param name="initialTsn">The peer's first TSN.</param>
    /// <param name="streams">Streams that the peer may send on.</param>
    public void Open(uint initialTsn, int streams)
    {
        _tsns.Begin(initialTsn);
        _streamCount = streams;
    }

    /// <summary>Takes in one DATA chunk.</summary>
    /// <returns>Why the association must end, or <see cref="SctpEnd.None"/>.</returns>
    public SctpEnd HandleData(in DataChunk chunk)
    {
        _hasData = true;
        _isSackDue |= chunk.IsImmediate;
        if (chunk.Data.IsEmpty) return SctpEnd.ProtocolViolation;

        if (_tsns.IsDuplicate(chunk.Tsn))
        {
            counters.DataDuplicate++;
            _tsns.AddDuplicate(chunk.Tsn);
            return SctpEnd.None;
        }

        if (!_tsns.IsWanted(chunk.Tsn) || !HasRoom(chunk)) return Refuse(chunk);
        if (chunk.Stream >= _streamCount)
        {
            _invalidStream = chunk.Stream;
            _tsns.Add(chunk.Tsn);
            return SctpEnd.None;
        }

        if (chunk.Data.Length > options.MaxMessageBytes) return SctpEnd.MessageTooLarge;
        if (chunk is { IsFirst: true, IsLast: true })
        {
            _streams.Add(Copy(chunk));
        }
        else
        {
            switch (_fragments.Add(chunk, out var message))
            {
                case ReassemblyResult.Complete: _streams.Add(message); break;
                case ReassemblyResult.NoRoom: return Refuse(chunk);
                case ReassemblyResult.TooLarge: return SctpEnd.MessageTooLarge;
                case ReassemblyResult.Inconsistent: return SctpEnd.ProtocolViolation;
            }
        }

        _tsns.Add(chunk.Tsn);
        counters.DataReceived++;
        return SctpEnd.None;
    }

    /// <summary>Takes in the value of a FORWARD-TSN chunk. False when it cannot be read.</summary>
    public bool HandleForward(ReadOnlySpan<byte> value)
    {
        if (value.Length < 4) return false;
        _hasData = _isSackDue = true;

        var cumulative = BinaryPrimitives.ReadUInt32BigEndian(value);
        if (!SerialNumber.IsAfter(cumulative, _tsns.Cumulative)) return true;

        _tsns.Forward(cumulative);
        _fragments.Forward(cumulative);
        for (var rest = value[4..]; rest.Length >= 4; rest = rest[4..])
        {
            var stream = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (stream < _streamCount) _streams.Forward(stream, BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
        }

        return true;
    }

    /// <summary>A packet was taken in whole: decides whether its data is acknowledged now or later (RFC 9260 §6.2).</summary>
    public void EndPacket(TimeSpan now)
    {
        if (!_hasData) return;
        _hasData = false;
        _packetsUnacknowledged++;

        // At once: the first data, every second packet, whatever tells the sender of a loss, and what makes up for it.
        var hadGap = _hadGap;
        _hadGap = _tsns.HasGap;
        if (!_hasAcknowledged || _packetsUnacknowledged >= 2 || _hadGap || hadGap || _tsns.HasDuplicates) _isSackDue = true;
        else if (Deadline == TimeSpan.MaxValue) Deadline = now + options.SackDelay;
    }

    /// <summary>Messages were taken: a sender that was told to stop hears that there is room again.</summary>
    public void HandleTaken()
    {
        if (_hasAcknowledged && _advertised < 2 * options.MaxPacketBytes && Window >= _windowBytes / 2) _isSackDue = true;
    }

    /// <summary>Asks for an acknowledgement with the next packet.</summary>
    public void AcknowledgeNow() => _isSackDue = true;

    /// <summary>Adds a SACK to a packet when one is due, or when one would be soon and data goes out anyway (RFC 9260 §6.2).</summary>
    public void Write(ref SctpPacketWriter packet, bool hasCompany, TimeSpan now)
    {
        var isPending = hasCompany && _packetsUnacknowledged > 0;
        if (!_isSackDue && !isPending && now < Deadline) return;
        var window = Window;
        if (!_tsns.TryWriteSack(ref packet, window)) return;
        _advertised = window;
        _hasAcknowledged = true;
        _isSackDue = false;
        _packetsUnacknowledged = 0;
        Deadline = TimeSpan.MaxValue;
    }

    /// <summary>The peer reset a stream.</summary>
    public void ResetStream(ushort stream) => _streams.Reset(stream);

    /// <summary>A stream beyond those agreed on that DATA came for, to be reported; told once.</summary>
    public ushort? TakeInvalidStream()
    {
        var stream = _invalidStream;
        _invalidStream = null;
        return stream;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fragments.Dispose();
        _streams.Dispose();
        (_isSackDue, Deadline) = (false, TimeSpan.MaxValue);
    }

    /// <summary>
    /// Room within the window, and as much again for what fills a hole: the sender was within the window when it sent that.
    /// </summary>
    bool HasRoom(in DataChunk chunk)
    {
        var fillsHole = _tsns.HasGap && !SerialNumber.IsAfter(chunk.Tsn, _tsns.Highest);
        var limit = fillsHole ? 2L * _windowBytes : _windowBytes;
        return Held + chunk.Data.Length + IncomingMessage.ChunkOverhead <= limit;
    }

    SctpEnd Refuse(in DataChunk chunk)
    {
        counters.DataBeyondWindow++;
        _isSackDue = true;

        // The very next chunk has no room and nothing waits to be taken: fragments too small ever to be put together.
        var isStuck = chunk.Tsn == unchecked(_tsns.Cumulative + 1) && events.Cost == 0;
        return isStuck ? SctpEnd.ProtocolViolation : SctpEnd.None;
    }

    static IncomingMessage Copy(in DataChunk chunk)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Data.Length);
        chunk.Data.CopyTo(buffer);
        return new(buffer, chunk.Data.Length, chunk.Stream, chunk.Ssn, chunk.Ppid, chunk.IsUnordered);
    }
}
