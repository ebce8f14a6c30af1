using System.Buffers.Binary;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Rtp;

/// <summary>Receives one video stream: packets in, whole coded pictures and RTCP out.</summary>
/// <remarks>
/// Does no IO and reads no clock. After each input drain <see cref="TryTakePicture"/>, then <see cref="PollRtcp"/>; come back at
/// <see cref="Deadline"/> and drain both again. One thread at a time.
/// </remarks>
internal sealed class VideoReceiver : IDisposable
{
    const int LongestRtcp = 1150;   // with SRTCP's index and tag under the send limit of 1200
    const int NacksAtOnce = 64;
    const int AheadByRtx = 256;     // a retransmission may come before the stream itself told of its packet, but not far before
    static readonly TimeSpan RtxLasts = TimeSpan.FromSeconds(1);    // a retransmission is not asked for longer
    static readonly TimeSpan StartPatience = TimeSpan.FromMilliseconds(20);   // the keyframe's first packet may have been overtaken

    readonly VideoReceiverSettings _settings;
    readonly RtpOptions _options;
    readonly IDepacketizer _depacketizer;
    readonly JitterBuffer _jitter;
    readonly NextSource _next;
    readonly KeyframeMachine _keyframe;
    readonly TwccRecorder _twcc;
    readonly ReceiverReports _reports;
    readonly VideoReceiverCounters _counters = new();
    readonly DecodeWatch _watch = new();
    readonly SourceClock _clock = new();
    NackMachine _nack;
    SequenceUnwrapper _unwrapper = new();
    TimeSpan _now;
    uint? _rtxSsrc;
    uint? _staleRtx;     // retransmits what the source before this one sent
    TimeSpan _staleUntil;
    long _end;          // one past the highest packet of the stream itself
    bool _keyframeWanted;

    /// <summary>A receiver of a stream that has not begun yet.</summary>
    /// <param name="settings">What the SDP exchange settled.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="packets">Where packets wait; shared.</param>
    /// <param name="pictures">Where pictures come from; shared.</param>
    /// <param name="random">Spreads the reports in time.</param>
    public VideoReceiver(VideoReceiverSettings settings, RtpOptions options, PacketPool packets, CodedPicturePool pictures, Random random)
    {
        (_settings, _options) = (settings, options);
        _depacketizer = IDepacketizer.Of(settings.Codec, settings.ParameterSets);
        _jitter = new JitterBuffer(_depacketizer, packets, pictures, options.JitterPackets);
        _next = new NextSource(packets);
        _nack = MakeNack();
        _keyframe = new KeyframeMachine(options.KeyframeInterval);
        _twcc = new TwccRecorder(options.FeedbackInterval);
        _reports = new ReceiverReports(settings, options, random);
    }

    /// <summary>When to call <see cref="PollRtcp"/> next.</summary>
    public TimeSpan Deadline => Min(Min(_nack.Deadline, _keyframe.Deadline), Min(_twcc.Deadline, _reports.DueAt));

    /// <summary>SSRC of the source that is followed; null before its first packet.</summary>
    public uint? RemoteSsrc { get; private set; }

    /// <summary>Whether that source said goodbye: the next packets of another one go on with the stream.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How often the stream went on with another source.</summary>
    public long SourceChanges => _counters.SourceChanges;

    /// <summary>Round trip, from a request for a packet to its retransmission.</summary>
    public TimeSpan RoundTrip => _nack.RoundTrip;

    /// <summary>How often a keyframe was asked for.</summary>
    public long KeyframeRequests => _counters.Plis + _counters.Firs;

    /// <summary>Packets that never came.</summary>
    public long PacketsLost => _counters.LostBefore + _nack.Lost;

    /// <summary>Counts so far.</summary>
    public VideoReceiverStats Stats => _counters.Read(RemoteSsrc, _jitter, _nack, _reports.Reception);

    /// <summary>How many packets were discarded for <paramref name="reason"/>.</summary>
    public long Discarded(RtpDiscard reason) => _counters.Discarded(reason) + (reason == RtpDiscard.ForeignSsrc ? _next.Dropped : 0);

    /// <summary>One RTP packet, decrypted.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="now">When it arrived at the socket; that may lie before earlier calls' times.</param>
    public void HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (!RtpPacket.TryRead(packet, out var rtp))
        {
            Discard(RtpDiscard.Malformed);
            return;
        }

        if (rtp.TryGetExtension(_settings.TransportSequenceId, out var number) && number.Length >= 2)
            _twcc.Record(BinaryPrimitives.ReadUInt16BigEndian(number), now);
        _now = now > _now ? now : _now;
        if (rtp.PayloadType == _settings.PayloadType || rtp.PayloadType == _settings.RtxPayloadType)
        {
            _counters.Bytes += rtp.Payload.Length;
            _counters.HeaderBytes += packet.Length - rtp.Payload.Length;
        }

        if (rtp.PayloadType == _settings.PayloadType) HandleMedia(packet, rtp, now);
        else if (rtp.PayloadType == _settings.RtxPayloadType) HandleRetransmission(rtp, now);
        else Discard(RtpDiscard.PayloadType);
        Settle();
    }

    /// <summary>One compound or reduced-size RTCP packet, decrypted.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        while (RtcpBlock.TryTake(ref packet, out var block))
        {
            if (RemoteSsrc is not { } ssrc) continue;
            if (SenderReport.TryRead(block, out var report) && report.Ssrc == ssrc) _reports.Reception.HandleReport(report, now);
            else if (Goodbye.Names(block, ssrc)) HasEnded = true;
        }

        if (!packet.IsEmpty) Discard(RtpDiscard.BadRtcp);
    }

    /// <summary>The next picture in decoding order; the caller owns it.</summary>
    public bool TryTakePicture(out CodedPicture picture)
    {
        var taken = _jitter.TryTake(out picture);
        if (taken && picture.IsKeyframe)
        {
            _keyframeWanted = false;
            _keyframe.HandleKeyframe();
            _counters.Size = (picture.Width, picture.Height);
        }

        Settle();
        return taken;
    }

    /// <summary>Writes the next RTCP packet to send into <paramref name="rtcp"/>, at least 1200 bytes.</summary>
    /// <returns>Its length; 0 when there is none.</returns>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp)
    {
        _now = now > _now ? now : _now;
        Settle();
        if (Deadline > now) return 0;

        rtcp = rtcp[..Math.Min(rtcp.Length, LongestRtcp)];
        var bytes = _counters.Bytes + _counters.HeaderBytes;
        var length = _reports.DueAt <= now || !_settings.ReducedSize ? _reports.Write(now, rtcp, RemoteSsrc, bytes) : 0;
        var media = RemoteSsrc ?? 0;
        if (_keyframe.Poll(now)) length += WriteKeyframeRequest(rtcp[length..], media);

        Span<long> missing = stackalloc long[NacksAtOnce];
        missing = missing[.._nack.Take(now, missing)];
        if (!missing.IsEmpty)
        {
            _counters.Nacks++;
            length += GenericNack.Write(rtcp[length..], _settings.LocalSsrc, media, missing);
        }

        return length + _twcc.Poll(now, _settings.LocalSsrc, media, rtcp[length..]);
    }

    /// <summary>The decoder cannot go on: pictures are dropped until a keyframe comes, which is asked for.</summary>
    /// <remarks>Refused is a picture of which it could make nothing; else it had too many.</remarks>
    public void RequestKeyframe(TimeSpan now, bool isRefused = false)
    {
        _now = now > _now ? now : _now;
        if (isRefused) _watch.HandleRefused();
        _jitter.NeedKeyframe();
        if (RemoteSsrc is not null) Settle();
    }

    /// <summary>A picture was decoded.</summary>
    public void HandleShown() => _watch.HandleShown();

    /// <summary>Whether the stream comes, but no picture of it could be decoded for so long that none will be.</summary>
    public bool IsUndecodable(TimeSpan now) => _watch.IsLate(now) && _watch.IsUndecodable(Stats);

    /// <summary>Asks for a keyframe that nothing here needs: pictures go on meanwhile.</summary>
    public void AskKeyframe(TimeSpan now) => _keyframe.Want(now);

    /// <summary>Asks no longer, unless a keyframe is needed.</summary>
    public void StopAsking() => _keyframe.Dismiss(unless: _keyframeWanted);

    /// <summary>Gives every buffer back.</summary>
    public void Dispose()
    {
        _jitter.Dispose();
        _next.Dispose();
    }

    void HandleMedia(ReadOnlySpan<byte> packet, in RtpPacket rtp, TimeSpan now)
    {
        RemoteSsrc ??= rtp.Ssrc;
        if (rtp.Ssrc == RemoteSsrc)
        {
            if (_next.Count > 0) _next.Drop();   // both send: no change
            HandleFollowed(rtp, now);
            return;
        }

        var begins = _depacketizer.InspectAgain(rtp.Payload) is { IsKeyframe: true } or { BringsSets: true };   // learns nothing of it
        if (_next.Hold(packet, rtp.Ssrc, begins, now, now - _clock.LastAt, HasEnded)) GoOnWith(rtp.Ssrc);
    }

    // numbers, times and what is missing are the new source's own; what is on the way of the old one is given up
    void GoOnWith(uint ssrc)
    {
        _counters.SourceChanges++;
        (RemoteSsrc, HasEnded, _staleRtx, _rtxSsrc) = (ssrc, false, _rtxSsrc, null);
        _staleUntil = _next.CameAt(0) + RtxLasts;
        if (RtpPacket.TryRead(_next[0], out var first)) _clock.GoOn(first.Timestamp, _next.CameAt(0));
        (_unwrapper, _end, _counters.LostBefore) = (new(), 0, PacketsLost);
        _nack = MakeNack();
        _jitter.Restart();
        _reports.Restart();
        _keyframeWanted = false;
        for (var at = 0; at < _next.Count; at++)
            if (RtpPacket.TryRead(_next[at], out var held)) HandleFollowed(held, _next.CameAt(at));
        _next.Clear();
    }

    NackMachine MakeNack() => new(_options.NackRetries, _options.GapTimeout, _options.LatencyBound);

    void HandleFollowed(in RtpPacket rtp, TimeSpan now)
    {
        _watch.HandlePacket(now);
        _clock.Handle(rtp.Timestamp, now);
        if (!_unwrapper.TryUnwrap(rtp.SequenceNumber, out var sequence))
        {
            Discard(RtpDiscard.TooOld);
            return;
        }

        _end = Math.Max(_end, sequence + 1);
        if (_counters.Packets++ == 0) _reports.Begin(now);
        if (rtp.Payload.IsEmpty) Discard(RtpDiscard.Padding);
        if (Hold(sequence, rtp, rtp.Payload, isRetransmission: false, now)) _reports.Reception.HandlePacket(sequence, rtp.Timestamp, now);
        _nack.Jitter = _reports.Reception.Jitter;
    }

    /// <summary>Unwraps a retransmission: the original's number, then its payload.</summary>
    /// <remarks>RFC 4588 §4, https://www.rfc-editor.org/rfc/rfc4588#section-4.</remarks>
    void HandleRetransmission(in RtpPacket rtp, TimeSpan now)
    {
        var isStale = rtp.Ssrc == _staleRtx && now < _staleUntil;
        if (rtp.Payload.Length <= 2 || RemoteSsrc is null || isStale)
        {
            Discard(isStale ? RtpDiscard.ForeignSsrc : RtpDiscard.Padding);
            return;
        }

        _rtxSsrc = rtp.Ssrc;
        var sequence = _unwrapper.Nearest(BinaryPrimitives.ReadUInt16BigEndian(rtp.Payload));
        if (sequence > _end + AheadByRtx) Discard(RtpDiscard.TooOld);
        else if (Hold(sequence, rtp, rtp.Payload[2..], isRetransmission: true, now)) _counters.Retransmitted++;
    }

    bool Hold(long sequence, in RtpPacket rtp, ReadOnlySpan<byte> payload, bool isRetransmission, TimeSpan now)
    {
        PayloadFacts? facts = null;
        if (!payload.IsEmpty)
        {
            if (_depacketizer.TryInspect(payload, out var found)) facts = found;
            else Discard(RtpDiscard.BadPayload);
        }

        var (next, end) = (_jitter.Next, _jitter.End);
        switch (_jitter.Insert(sequence, _clock.At(rtp.Timestamp), rtp.Marker, payload, facts, now))
        {
            case JitterInsert.Duplicate: Discard(RtpDiscard.Duplicate); return false;
            case JitterInsert.TooOld: Discard(RtpDiscard.TooOld); return false;
            case JitterInsert.NoBuffer: Discard(RtpDiscard.NoBuffer); return false;
        }

        if (end != 0 && sequence >= end)
        {
            if (!_nack.HandleGap(end, sequence, _now)) _jitter.NeedKeyframe();
            _nack.HandleHighest(sequence, _now);
        }
        else if (end != 0 && sequence < next)
        {
            _nack.HandleGap(sequence + 1, next, _now);   // overtaken by what seemed to be the stream's first packet
        }
        else
        {
            _nack.HandleArrival(sequence, isRetransmission, _now);
        }

        if (facts is { IsKeyframe: true } or { BringsSets: true }) _keyframe.HandleStart(_now);
        return true;
    }

    /// <summary>Gives up what is hopeless and asks for the keyframe that is then needed.</summary>
    void Settle()
    {
        if (RemoteSsrc is null) return;
        if (_jitter.IsBlocked && _nack.IsHopeless(_jitter.Blocking, _now)) _jitter.NeedKeyframe();
        _nack.GiveUp(_now);
        _nack.DropBelow(_jitter.Next);
        if (!_jitter.NeedsKeyframe || _keyframeWanted || _jitter.HasKeyframe) return;

        // At the very start the keyframe is usually on its way: ask only when it does not come.
        _keyframeWanted = true;
        var starting = _jitter.PicturesOut == 0 && _jitter.PicturesDropped == 0;
        _keyframe.Want(!starting ? _now : _now + (_jitter.StartsWithKeyframe ? _options.GapTimeout : StartPatience));
    }

    int WriteKeyframeRequest(Span<byte> rtcp, uint media)
    {
        if (_settings.UsesFullIntraRequest) return FullIntraRequest.Write(rtcp, _settings.LocalSsrc, media, (byte)_counters.Firs++);
        _counters.Plis++;
        return PictureLossIndication.Write(rtcp, _settings.LocalSsrc, media);
    }

    void Discard(RtpDiscard reason) => _counters.Discard(reason);

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
