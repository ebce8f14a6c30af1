using System.Buffers.Binary;
using System.Text;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Rtp;

/// <summary>Sends one VP8 stream: coded pictures in, packets and RTCP out; answers NACK with retransmissions (RFC 4588).</summary>
/// <remarks>
/// Does no IO and reads no clock. After each input drain <see cref="PollRtp"/> and <see cref="PollRtcp"/>; come back at
/// <see cref="Deadline"/>. One thread at a time.
/// </remarks>
internal sealed class VideoSender
{
    const int LongestRtp = 1200 - 16;   // the send limit less SRTP's longest tag
    const int AskedAtOnce = 512;
    const double PaceBytesPerSecond = 20e6 / 8;   // a 50 kB keyframe leaves within 20 ms
    const double PaceBurstBytes = 16 * 1200;
    static readonly TimeSpan AnsweredJustNow = TimeSpan.FromMilliseconds(20);

    readonly VideoSenderSettings _settings;
    readonly RtpOptions _options;
    readonly Random _random;
    readonly Sent[] _history;
    readonly Queue<ushort> _asked = new();
    readonly byte[] _extensions;
    readonly int _transportNumberAt = -1;   // where in the extensions it stands
    Vp8Packetizer _packetizer;
    long _written;    // one past the last packet written to the history
    long _sent;       // one past the last packet sent from it
    ushort _sequenceOffset;
    ushort _rtxSequence;
    ushort _transportNumber;
    double _allowance = PaceBurstBytes;
    TimeSpan _allowanceAt;
    TimeSpan _reportAt = TimeSpan.MaxValue;
    TimeSpan _timestampAt;
    uint _timestamp;
    uint _octets;
    int _lastFullIntraRequest = -1;
    VideoSenderStats _stats;

    /// <summary>A sender of a stream that has not begun yet.</summary>
    /// <param name="settings">What the SDP exchange settled.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="random">Draws the first numbers (RFC 3550 §5.1) and spreads the reports.</param>
    public VideoSender(VideoSenderSettings settings, RtpOptions options, Random random)
    {
        (_settings, _options, _random) = (settings, options, random);
        _history = new Sent[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)options.SendHistoryPackets)];
        _extensions = MakeExtensions(settings, out _transportNumberAt);
        _packetizer = new Vp8Packetizer((ushort)random.Next(0x8000));
        _sequenceOffset = (ushort)random.Next(0x8000);
        _rtxSequence = (ushort)random.Next(0x8000);
        _transportNumber = (ushort)random.Next(0x8000);
    }

    /// <summary>When to poll next.</summary>
    public TimeSpan Deadline
    {
        get
        {
            if (_asked.Count == 0 && _sent == _written) return _reportAt;
            var allowed = _allowanceAt;
            if (_allowance <= 0) allowed += TimeSpan.FromSeconds(-_allowance / PaceBytesPerSecond) + TimeSpan.FromTicks(1);
            return allowed < _reportAt ? allowed : _reportAt;
        }
    }

    /// <summary>Whether PLI or FIR came since the last keyframe was queued.</summary>
    public bool KeyframeWanted { get; private set; }

    /// <summary>Counts so far.</summary>
    public VideoSenderStats Stats => _stats;

    /// <summary>Queues one whole coded picture; the bytes are copied. False when the send queue is full: nothing is queued.</summary>
    /// <param name="vp8">The picture.</param>
    /// <param name="rtpTimestamp">90 kHz, as it goes on the wire; the caller begins at a random number (RFC 3550 §5.1).</param>
    /// <param name="now">The time.</param>
    public bool TrySend(ReadOnlySpan<byte> vp8, uint rtpTimestamp, TimeSpan now)
    {
        if (vp8.IsEmpty) return false;
        var head = RtpPacket.FixedHeaderBytes + _extensions.Length;
        var count = Vp8Packetizer.Count(vp8.Length, LongestRtp - head - 2);   // 2 for the number in a retransmission
        if (_written - _sent + count > _history.Length) return false;

        (_timestamp, _timestampAt) = (rtpTimestamp, now);
        if (_reportAt == TimeSpan.MaxValue) _reportAt = now;
        for (var i = 0; i < count; i++)
        {
            ref var slot = ref Slot(_written);
            slot.Buffer ??= new byte[LongestRtp];
            var packet = slot.Buffer.AsSpan();
            packet[0] = (byte)(_extensions.Length > 0 ? 0x90 : 0x80);
            packet[1] = (byte)(_settings.PayloadType | (i == count - 1 ? 0x80 : 0));
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(_written + _sequenceOffset));
            BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(packet[8..], _settings.Ssrc);
            _extensions.CopyTo(packet[RtpPacket.FixedHeaderBytes..]);
            slot.Length = head + _packetizer.Write(vp8, i, count, packet[head..]);
            slot.AnsweredAt = TimeSpan.MinValue;
            _written++;
        }

        _packetizer.Next();
        _stats = _stats with { FramesSent = _stats.FramesSent + 1 };
        if (Vp8FrameHeader.TryRead(vp8, out var header) && header.IsKeyframe) KeyframeWanted = false;
        return true;
    }

    /// <summary>One compound or reduced-size RTCP packet, decrypted.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        while (RtcpBlock.TryTake(ref packet, out var block))
        {
            if (ReceiverReport.TryRead(block, _settings.Ssrc, out var report)) HandleReport(report, now);
            else if (GenericNack.TryRead(block, out var media, out var pairs) && media == _settings.Ssrc) HandleNack(pairs);
            else if (PictureLossIndication.TryRead(block, out media) && media == _settings.Ssrc) HandleKeyframeRequest();
            else if (FullIntraRequest.TryRead(block, _settings.Ssrc, out var number) && number != _lastFullIntraRequest)
            {
                _lastFullIntraRequest = number;
                HandleKeyframeRequest();
            }
        }
    }

    /// <summary>Writes the next RTP packet to protect and send into <paramref name="rtp"/>, at least 1200 bytes.</summary>
    /// <returns>Its length; 0 when there is none now.</returns>
    public int PollRtp(TimeSpan now, Span<byte> rtp)
    {
        if (_asked.Count == 0 && _sent == _written) return 0;
        if (now > _allowanceAt)
        {
            _allowance = Math.Min(PaceBurstBytes, _allowance + (now - _allowanceAt).TotalSeconds * PaceBytesPerSecond);
            _allowanceAt = now;
        }

        if (_allowance <= 0) return 0;
        var length = PollRetransmission(now, rtp);
        if (length == 0 && _sent < _written)
        {
            ref var slot = ref Slot(_sent++);
            slot.Buffer.AsSpan(0, slot.Length).CopyTo(rtp);
            length = slot.Length;
            _octets += (uint)(length - RtpPacket.FixedHeaderBytes - _extensions.Length);
            _stats = _stats with { PacketsSent = _stats.PacketsSent + 1, BytesSent = _stats.BytesSent + length };
        }

        if (length == 0) return 0;
        if (_transportNumberAt >= 0)
            BinaryPrimitives.WriteUInt16BigEndian(rtp[(RtpPacket.FixedHeaderBytes + _transportNumberAt)..], _transportNumber++);
        _allowance -= length;
        return length;
    }

    /// <summary>Writes the next RTCP packet to protect and send into <paramref name="rtcp"/>, at least 1200 bytes.</summary>
    /// <returns>Its length; 0 when there is none now.</returns>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp)
    {
        if (now < _reportAt) return 0;
        _reportAt = now + _options.ReportInterval * (0.5 + _random.NextDouble());
        var timestamp = _timestamp + (uint)Math.Max(0, (now - _timestampAt).TotalSeconds * 90_000);
        var length = new SenderReport(_settings.Ssrc, NtpTime(now), timestamp, (uint)_stats.PacketsSent, _octets).Write(rtcp);
        return length + SourceDescription.Write(rtcp[length..], _settings.Ssrc, _settings.Cname);
    }

    void HandleReport(in ReportBlock report, TimeSpan now)
    {
        if (report.LastSenderReport == 0) return;
        var units = (uint)(NtpTime(now) >> 16) - report.LastSenderReport - report.DelaySinceLast;
        if ((int)units >= 0) _stats = _stats with { RoundTrip = TimeSpan.FromSeconds(units / 65_536.0) };
    }

    void HandleNack(ReadOnlySpan<byte> pairs)
    {
        _stats = _stats with { NackCount = _stats.NackCount + 1 };
        while (GenericNack.TryTake(ref pairs, out var first, out var following))
        {
            Ask(first);
            for (var i = 0; i < 16; i++)
                if ((following >> i & 1) != 0) Ask((ushort)(first + i + 1));
        }
    }

    void Ask(ushort sequence)
    {
        if (_asked.Count < AskedAtOnce) _asked.Enqueue(sequence);
    }

    void HandleKeyframeRequest()
    {
        _stats = _stats with { PliCount = _stats.PliCount + 1 };
        KeyframeWanted = true;
    }

    int PollRetransmission(TimeSpan now, Span<byte> rtp)
    {
        while (_asked.TryDequeue(out var sequence))
        {
            var behind = (ushort)((ushort)(_sent + _sequenceOffset) - sequence);
            if (behind == 0 || behind > Math.Min(_sent, _history.Length - (_written - _sent))) continue;
            ref var slot = ref Slot(_sent - behind);
            if (slot.AnsweredAt != TimeSpan.MinValue && now - slot.AnsweredAt < AnsweredJustNow) continue;
            slot.AnsweredAt = now;
            _stats = _stats with { RetransmittedPacketsSent = _stats.RetransmittedPacketsSent + 1 };
            var original = slot.Buffer.AsSpan(0, slot.Length);
            if (_settings.RtxPayloadType is not { } payloadType)
            {
                original.CopyTo(rtp);
                return original.Length;
            }

            var head = RtpPacket.FixedHeaderBytes + _extensions.Length;
            original[..head].CopyTo(rtp);
            rtp[1] = (byte)(original[1] & 0x80 | payloadType);
            BinaryPrimitives.WriteUInt16BigEndian(rtp[2..], _rtxSequence++);
            BinaryPrimitives.WriteUInt32BigEndian(rtp[8..], _settings.RtxSsrc);
            original[2..4].CopyTo(rtp[head..]);
            original[head..].CopyTo(rtp[(head + 2)..]);
            return original.Length + 2;
        }

        return 0;
    }

    /// <summary>The one-byte form (RFC 8285 §4.2); empty when nothing was negotiated.</summary>
    static byte[] MakeExtensions(VideoSenderSettings settings, out int transportNumberAt)
    {
        transportNumberAt = -1;
        var bytes = new List<byte> { 0xBE, 0xDE, 0, 0 };
        if (settings.MidId != 0)
        {
            bytes.Add((byte)(settings.MidId << 4 | (settings.Mid.Length - 1)));
            bytes.AddRange(Encoding.ASCII.GetBytes(settings.Mid));
        }

        if (settings.TransportSequenceId != 0)
        {
            bytes.Add((byte)(settings.TransportSequenceId << 4 | 1));
            transportNumberAt = bytes.Count;
            bytes.AddRange([0, 0]);
        }

        if (bytes.Count == 4) return [];
        while (bytes.Count % 4 != 0) bytes.Add(0);
        bytes[3] = (byte)(bytes.Count / 4 - 1);
        return [.. bytes];
    }

    /// <summary>The monotonic clock in NTP's form; the epoch means nothing to the receiver.</summary>
    static ulong NtpTime(TimeSpan now) => (ulong)((UInt128)(ulong)now.Ticks * (1UL << 32) / (ulong)TimeSpan.TicksPerSecond);

    ref Sent Slot(long index) => ref _history[index & (_history.Length - 1)];

    struct Sent
    {
        public byte[]? Buffer;
        public int Length;
        public TimeSpan AnsweredAt;
    }
}
