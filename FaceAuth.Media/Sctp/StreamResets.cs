using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>Resets streams both ways (RFC 6525, https://www.rfc-editor.org/rfc/rfc6525; how data channels close, RFC 8831 §6.7).</summary>
/// <remarks>
/// One request of ours at a time, sent again until answered, and the peer's requests answered the same way each time.
/// </remarks>
internal sealed class StreamResets(
    SctpOptions options, RtoEstimator rto, DataSender sender, DataReceiver receiver, SctpEventQueue events)
{
    const int MaxStreamsPerRequest = 64;

    readonly List<ushort> _wanted = [];      // no stream twice, so bounded by the streams agreed on
    readonly List<ushort> _requested = [];
    readonly List<(uint Number, ReconfigResult Result)> _answers = new(2);

    uint _number, _lastTsn;
    uint _peerNumber;
    (uint Number, ReconfigResult Result)? _lastAnswer;
    int _streamCount, _errors;
    bool _isOpen, _isSupported, _isDue;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The association is up; numbers begin with the initial TSNs (RFC 6525 §5.1).</summary>
    public void Open(uint localInitialTsn, uint peerInitialTsn, int inboundStreams, bool isSupported)
    {
        (_isOpen, _isSupported, _streamCount) = (true, isSupported, inboundStreams);
        (_number, _peerNumber) = (localInitialTsn, peerInitialTsn);
    }

    /// <summary>Resets one of our streams, after what is queued on it.</summary>
    public void Request(ushort stream)
    {
        if (!IsResetting(stream)) _wanted.Add(stream);
    }

    /// <summary>Whether a stream of ours is being reset, so that nothing more can be sent on it.</summary>
    public bool IsResetting(ushort stream) => _wanted.Contains(stream) || _requested.Contains(stream);

    /// <summary>Takes in the value of a RE-CONFIG chunk.</summary>
    public void Handle(ReadOnlySpan<byte> value, TimeSpan now)
    {
        for (var i = 0; i < 2 && SctpParameter.TryTake(ref value, out var parameter); i++)   // at most two (RFC 6525 §3.1)
        {
            if (parameter.Value.Length < 4) return;
            var number = BinaryPrimitives.ReadUInt32BigEndian(parameter.Value);
            if (parameter.Type == SctpParameterType.ReconfigResponse) HandleAnswer(number, parameter.Value[4..], now);
            else HandleRequest(number, parameter);
        }
    }

    /// <summary>No answer came.</summary>
    /// <returns>False when none came too often in a row: the peer is gone.</returns>
    public bool HandleTimeout()
    {
        Deadline = TimeSpan.MaxValue;
        _isDue = true;
        return ++_errors <= options.MaxRetransmits;
    }

    /// <summary>Adds answers and our request to a packet, when there are any and they fit.</summary>
    public void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        if (!_isOpen) return;
        WriteAnswers(ref packet);
        Begin();
        if (!_isDue) return;

        var length = SctpParameter.HeaderBytes + 12 + 2 * _requested.Count;
        if (!packet.TryAdd(SctpChunkType.Reconfig, 0, length, out var value)) return;
        WriteParameter(value, SctpParameterType.OutgoingReset, length);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], _number);
        BinaryPrimitives.WriteUInt32BigEndian(value[8..], unchecked(_peerNumber - 1));   // answers no request (§4.1)
        BinaryPrimitives.WriteUInt32BigEndian(value[12..], _lastTsn);
        for (var i = 0; i < _requested.Count; i++) BinaryPrimitives.WriteUInt16BigEndian(value[(16 + 2 * i)..], _requested[i]);
        _isDue = false;
        Deadline = now + rto.Rto * Math.Min(1 << _errors, 16);
    }

    /// <summary>The association is over.</summary>
    public void Close()
    {
        (_isOpen, _isDue, Deadline) = (false, false, TimeSpan.MaxValue);
        _answers.Clear();
    }

    void Begin()
    {
        if (_wanted.Count == 0 || _requested.Count > 0) return;
        for (var i = 0; i < _wanted.Count && _requested.Count < MaxStreamsPerRequest; i++)
        {
            if (sender.HasUnsentOn(_wanted[i])) continue;
            _requested.Add(_wanted[i]);
            _wanted.RemoveAt(i--);
        }

        if (_requested.Count == 0) return;
        if (_isSupported)
        {
            (_lastTsn, _isDue, _errors) = (sender.LastTsn, true, 0);
        }
        else
        {
            Finish(isPerformed: false);
        }
    }

    void HandleAnswer(uint number, ReadOnlySpan<byte> rest, TimeSpan now)
    {
        if (_requested.Count == 0 || number != _number || rest.Length < 4) return;

        _errors = 0;
        var result = (ReconfigResult)BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (result == ReconfigResult.InProgress)
        {
            Deadline = now + rto.Rto;
            return;
        }

        _number++;
        Finish(result is ReconfigResult.Performed or ReconfigResult.NothingToDo);
    }

    void Finish(bool isPerformed)
    {
        foreach (var stream in _requested)
        {
            if (isPerformed) sender.ResetStream(stream);
            events.Add(new SctpEvent(SctpEventKind.ResetDone, stream));
        }

        _requested.Clear();
        _isDue = false;
        Deadline = TimeSpan.MaxValue;
    }

    /// <remarks><code>
    /// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
    /// |     Parameter Type = 13       | Parameter Length = 16 + 2 * N |
    /// |           Re-configuration Request Sequence Number            |
    /// |           Re-configuration Response Sequence Number           |
    /// |                Sender's Last Assigned TSN                     |
    /// |  Stream Number 1 (optional)   |    Stream Number 2 (optional) |
    /// </code>RFC 6525 §4.1.</remarks>
    void HandleRequest(uint number, in SctpParameter request)
    {
        if (_lastAnswer is { } last && number == last.Number && number == unchecked(_peerNumber - 1))
        {
            Answer(number, last.Result);   // our answer was lost
            return;
        }

        if (number != _peerNumber)
        {
            Answer(number, ReconfigResult.BadSequenceNumber);
            return;
        }

        var result = request.Type == SctpParameterType.OutgoingReset ? ResetInbound(request.Value) : ReconfigResult.Denied;
        Answer(number, result);
        if (result == ReconfigResult.InProgress) return;   // the same request will come again, and will then be new
        _peerNumber++;
        _lastAnswer = (number, result);
    }

    ReconfigResult ResetInbound(ReadOnlySpan<byte> value)
    {
        if (value.Length < 12) return ReconfigResult.Denied;
        if (SerialNumber.IsAfter(BinaryPrimitives.ReadUInt32BigEndian(value[8..]), receiver.Cumulative)) return ReconfigResult.InProgress;

        var streams = value[12..];
        for (var rest = streams; rest.Length >= 2; rest = rest[2..])
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) >= _streamCount) return ReconfigResult.WrongStream;

        if (streams.Length < 2)   // none named: all of them
        {
            foreach (var stream in receiver.KnownStreams) Reset(stream);
            return ReconfigResult.Performed;
        }

        for (; streams.Length >= 2; streams = streams[2..]) Reset(BinaryPrimitives.ReadUInt16BigEndian(streams));
        return ReconfigResult.Performed;
    }

    void Reset(ushort stream)
    {
        receiver.ResetStream(stream);
        events.Add(new SctpEvent(SctpEventKind.StreamReset, stream));
    }

    void Answer(uint number, ReconfigResult result)
    {
        if (_answers.Count < 2) _answers.Add((number, result));
    }

    void WriteAnswers(ref SctpPacketWriter packet)
    {
        const int length = SctpParameter.HeaderBytes + 8;
        while (_answers.Count > 0)
        {
            if (!packet.TryAdd(SctpChunkType.Reconfig, 0, length, out var value)) return;
            WriteParameter(value, SctpParameterType.ReconfigResponse, length);
            BinaryPrimitives.WriteUInt32BigEndian(value[4..], _answers[0].Number);
            BinaryPrimitives.WriteUInt32BigEndian(value[8..], (uint)_answers[0].Result);
            _answers.RemoveAt(0);
        }
    }

    static void WriteParameter(Span<byte> value, SctpParameterType type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)length);
    }
}
