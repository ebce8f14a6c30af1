using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Rtp;

/// <summary>Puts the packets of one stream in order and joins them to whole pictures.</summary>
/// <remarks>
/// A picture is whole when its packets follow each other without a gap from the one that starts it to the one with the marker. Pictures
/// come out in order; after anything was lost, the next to come out is a keyframe. Does no IO, reads no clock. Bounded in packets; each
/// packet holds one buffer of the shared pool.
/// </remarks>
internal sealed class JitterBuffer(IDepacketizer depacketizer, PacketPool packets, CodedPicturePool pictures, int maxPackets) : IDisposable
{
    const int FirstSlots = 64;   // enough for a picture or two; grows to the limit only when a gap holds packets up
    const int StartReorder = 64;   // how far behind the very first packet another may still begin the stream

    JitterSlot[] _slots = new JitterSlot[Math.Min(FirstSlots, maxPackets)];
    long _next;            // everything below is done with
    long _scan;            // packets in [_next, _scan) are here and belong to the picture at _next
    long _end;             // one past the highest packet held
    long _body = -1;       // the first of those that is part of a picture by itself; meaningless outside of them
    long _keyStart = -1;   // a whole keyframe to go on with, while one is needed
    long _keyEnd = -1;
    bool _started;
    bool _settled;         // something was delivered or given up: the start is fixed
    int _learned = depacketizer.Learned;

    /// <summary>Whether the next picture to come out must be a keyframe.</summary>
    public bool NeedsKeyframe { get; private set; } = true;

    /// <summary>The sequence number that everything waits for; packets below it are of no use any more.</summary>
    public long Next => _next;

    /// <summary>One past the highest sequence number held; 0 before the first packet.</summary>
    public long End => _end;

    /// <summary>Whether packets wait behind a missing one: <see cref="Blocking"/>.</summary>
    public bool IsBlocked => !NeedsKeyframe && _scan < _end && !Slot(_scan).IsTaken;

    /// <summary>The missing packet that the others wait for, when <see cref="IsBlocked"/>.</summary>
    public long Blocking => _scan;

    /// <summary>Whether the first packet held starts a keyframe.</summary>
    public bool StartsWithKeyframe => _next < _end && Slot(_next).Facts is { IsKeyframe: true } or { BringsSets: true };

    /// <summary>Whether the keyframe that is needed is here.</summary>
    public bool HasKeyframe => _keyStart >= 0;

    /// <summary>Pictures delivered.</summary>
    public long PicturesOut { get; private set; }

    /// <summary>Pictures of which the end arrived, but which could not be delivered.</summary>
    public long PicturesDropped { get; private set; }

    /// <summary>Takes a copy of one packet's payload.</summary>
    /// <param name="sequence">Unwrapped sequence number.</param>
    /// <param name="timestamp">RTP timestamp.</param>
    /// <param name="marker">Whether it ends a picture.</param>
    /// <param name="payload">Without padding; empty for a packet that only fills a number.</param>
    /// <param name="facts">
    /// What the depacketizer said of it; null when it is not what the codec's format allows: its picture is lost.
    /// </param>
    /// <param name="now">When it arrived.</param>
    public JitterInsert Insert(
        long sequence, uint timestamp, bool marker, ReadOnlySpan<byte> payload, PayloadFacts? facts, TimeSpan now)
    {
        if (!MakeRoom(sequence)) return JitterInsert.TooOld;
        ref var slot = ref Slot(sequence);
        if (slot.IsTaken) return JitterInsert.Duplicate;

        byte[]? buffer = null;
        if (!payload.IsEmpty && facts is not null)
        {
            if (payload.Length > PacketPool.BufferBytes || !packets.TryRent(out buffer)) return JitterInsert.NoBuffer;
            payload.CopyTo(buffer);
        }

        slot = new JitterSlot
        {
            Sequence = sequence,
            Buffer = buffer,
            Length = (ushort)payload.Length,
            ArrivedAt = now,
            Facts = facts ?? default,
            Timestamp = timestamp,
            Marker = marker && !payload.IsEmpty,
            IsTaken = true,
            IsEmpty = payload.IsEmpty,
        };
        _end = Math.Max(_end, sequence + 1);
        if (_learned != depacketizer.Learned) LookAgain(timestamp);
        if (NeedsKeyframe && _keyStart < 0) TryFindKeyframeAround(sequence);
        return JitterInsert.Held;
    }

    /// <summary>The next whole picture, if there is one; the caller owns it.</summary>
    public bool TryTake(out CodedPicture picture)
    {
        while (TryFindPicture(out var from, out var until))
        {
            var joined = TryJoin(from, until, out picture);
            MoveTo(until, dropped: false);
            if (joined)
            {
                NeedsKeyframe = false;
                PicturesOut++;
                return true;
            }

            PicturesDropped++;
            NeedKeyframe();
        }

        picture = null!;
        return false;
    }

    /// <summary>Gives up whatever is missing: only a keyframe helps now, and one that is already whole is used.</summary>
    public void NeedKeyframe()
    {
        NeedsKeyframe = true;
        _settled = true;
        (_keyStart, _keyEnd) = (-1, -1);
        FindKeyframe();
    }

    /// <summary>Drops everything held: what comes next begins a stream of its own, with numbers of its own.</summary>
    public void Restart()
    {
        MoveTo(_end, dropped: true);
        (_started, _settled, NeedsKeyframe) = (false, false, true);
        (_next, _scan, _end, _body, _keyStart, _keyEnd) = (0, 0, 0, -1, -1, -1);
    }

    /// <summary>Gives every buffer back.</summary>
    public void Dispose() => MoveTo(_end, dropped: false);

    // a keyframe may have overtaken what makes it one
    void LookAgain(uint timestamp)
    {
        _learned = depacketizer.Learned;
        if (!NeedsKeyframe) return;
        for (var at = _next; at < _end; at++)
        {
            ref var slot = ref Slot(at);
            if (slot is { IsTaken: true, Buffer: not null } && slot.Timestamp == timestamp)
                slot.Facts = depacketizer.InspectAgain(slot.Buffer.AsSpan(0, slot.Length));
        }

        FindKeyframe();
    }

    void FindKeyframe()
    {
        for (var at = _next; at < _end && _keyStart < 0; at++)
        {
            if (!Slot(at).IsTaken) continue;
            var (timestamp, begins) = (Slot(at).Timestamp, Begins(at));   // a picture's packets are looked at once, from the last of them
            for (; !Slot(at).Marker && at + 1 < _end && IsPart(at + 1, timestamp); at++) begins |= Begins(at + 1);
            if (begins) TryFindKeyframeAround(at);
        }

        bool Begins(long at) => Slot(at).Facts is { IsKeyframe: true } or { IsIntra: true };
    }

    bool TryFindPicture(out long from, out long until)
    {
        (from, until) = (_keyStart, _keyEnd);
        if (NeedsKeyframe)
        {
            if (_keyStart < 0) return false;
            MoveTo(_keyStart, dropped: true);
            return true;
        }

        while (_scan < _end)
        {
            ref var slot = ref Slot(_scan);
            if (!slot.IsTaken) return false;
            if (slot.IsEmpty)
            {
                if (_scan++ == _next) MoveTo(_next + 1, dropped: false);
                continue;
            }

            // The first packet can start a picture, the others do not have to, and all share one time.
            var isFirst = _body < _next || _body >= _scan;
            var isAside = isFirst && slot.Facts.IsAside;
            var fits = isFirst ? isAside || slot.Facts.CanStart : slot.Facts.Start != PictureStart.Yes;
            if (slot.Buffer is null || !fits || (!isFirst && slot.Timestamp != Slot(_body).Timestamp))
            {
                NeedKeyframe();
                return TryFindPicture(out from, out until);
            }

            if (isFirst && !isAside) _body = _scan;
            _scan++;
            if (!slot.Marker || isAside) continue;
            (from, until) = (_next, _scan);
            return true;
        }

        return false;
    }

    /// <summary>Whether the packet at <paramref name="sequence"/> is part of a keyframe that is whole now.</summary>
    void TryFindKeyframeAround(long sequence)
    {
        var timestamp = Slot(sequence).Timestamp;
        var start = sequence;
        while (Slot(start).Facts.Start != PictureStart.Yes && start > _next && IsPart(start - 1, timestamp) && !Slot(start - 1).Marker)
            start--;
        var sets = -1L;
        for (; !Slot(start).Facts.IsKeyframe; start++)
        {
            if (sets < 0 && Slot(start).Facts.BringsSets) sets = start;
            if (sets >= 0 && Slot(start).Facts.IsIntra) break;
            // what comes before a keyframe's first needed packet is not missed
            if (start == sequence || Slot(start).Marker) return;
        }

        if (!Slot(start).Facts.IsKeyframe) start = sets;

        var end = sequence;
        while (!Slot(end).Marker)
        {
            end++;
            if (end == _end || !IsPart(end, timestamp) || Slot(end).Facts.Start == PictureStart.Yes) return;
        }

        (_keyStart, _keyEnd) = (start, end + 1);
    }

    bool IsPart(long sequence, uint timestamp)
    {
        ref var slot = ref Slot(sequence);
        return slot.IsTaken && (slot.IsEmpty || (slot.Buffer is not null && slot.Timestamp == timestamp));
    }

    bool TryJoin(long from, long until, out CodedPicture picture)
    {
        if (!pictures.TryRent(out picture)) return false;
        var hasSets = false;
        for (var at = from; at < until; at++)
        {
            ref var slot = ref Slot(at);
            if (slot.ArrivedAt > picture.LastPacketAt) picture.LastPacketAt = slot.ArrivedAt;
            if (slot.Buffer is null) continue;
            picture.RtpTimestamp = slot.Timestamp;   // the last one's: what stands aside has its own
            hasSets |= slot.Facts.BringsSets;
            picture.IsKeyframe |= slot.Facts.IsKeyframe || (hasSets && slot.Facts.IsIntra);
            if (slot.Facts.Width > 0) (picture.Width, picture.Height) = (slot.Facts.Width, slot.Facts.Height);
            if (depacketizer.TryAppend(slot.Buffer.AsSpan(0, slot.Length), picture)) continue;
            picture.Dispose();
            return false;
        }

        if (!picture.IsKeyframe) (picture.Width, picture.Height) = (0, 0);
        if (depacketizer.TryFinish(picture)) return true;
        picture.Dispose();
        return false;
    }

    /// <summary>Makes <paramref name="sequence"/> a number within the window; false when it lies behind it.</summary>
    bool MakeRoom(long sequence)
    {
        if (!_started)
        {
            _started = true;
            _next = _scan = _end = sequence;
        }

        if (sequence < _next)
        {
            if (_settled || _next - sequence > StartReorder || _end - sequence > maxPackets) return false;
            Grow(_end - sequence);
            _next = _scan = sequence;
            return true;
        }

        var needed = sequence + 1 - _next;
        if (needed > maxPackets)
        {
            MoveTo(sequence + 1 - maxPackets, dropped: true);
            NeedKeyframe();
            needed = sequence + 1 - _next;
        }

        Grow(needed);
        return true;
    }

    void Grow(long needed)
    {
        if (needed <= _slots.Length) return;
        var old = _slots;
        _slots = new JitterSlot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed)];
        foreach (ref var slot in old.AsSpan())
            if (slot.IsTaken) Slot(slot.Sequence) = slot;
    }

    void MoveTo(long next, bool dropped)
    {
        for (; _next < Math.Min(next, _end); _next++)
        {
            ref var slot = ref Slot(_next);
            if (!slot.IsTaken) continue;
            if (slot.Buffer is not null) packets.Return(slot.Buffer);
            if (dropped && slot.Marker) PicturesDropped++;
            slot = default;
        }

        _settled = true;
        _next = Math.Max(_next, next);
        _scan = _next;
        _end = Math.Max(_end, _next);
        if (_keyStart < _next) (_keyStart, _keyEnd) = (-1, -1);
    }

    ref JitterSlot Slot(long sequence) => ref _slots[sequence & (_slots.Length - 1)];
}
