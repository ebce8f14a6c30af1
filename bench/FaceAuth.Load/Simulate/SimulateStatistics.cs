namespace FaceAuth.Load.Simulate;

/// <summary>Gathers what the report tells.</summary>
internal sealed class SimulateStatistics(SentPictures sent)
{
    readonly Latencies _results = new();
    ServerMessage? _last;
    TimeSpan? _offered, _answered, _connected, _opened, _ended;

    /// <summary>The offer goes out; times count from here.</summary>
    public void HandleOffer(TimeSpan now) => _offered = now;

    /// <summary>The answer came.</summary>
    public void HandleAnswer(TimeSpan now) => _answered = now;

    /// <summary>ICE and DTLS are up.</summary>
    public void HandleConnected(TimeSpan now) => _connected = now;

    /// <summary>The data channel is open.</summary>
    public void HandleChannelOpen(TimeSpan now) => _opened = now;

    /// <summary>The session has its verdict.</summary>
    public void HandleEnd(TimeSpan now) => _ended = now;

    /// <summary>A "stats" message came.</summary>
    public void HandleStats(in ServerMessage stats, TimeSpan now)
    {
        _last = stats;
        if (stats.Part("frame") is { } frame && ServerMessage.NumberIn(frame, "rtpTimestamp") is { } timestamp
            && timestamp is >= 0 and <= uint.MaxValue && sent.TryTake((uint)timestamp, out var sentAt))
            _results.Add((now - sentAt).TotalMilliseconds);
    }

    /// <summary>The report so far.</summary>
    public SimulateReport Write() => new()
    {
        AnswerMs = SinceOffer(_answered),
        ConnectedMs = SinceOffer(_connected),
        ChannelOpenMs = SinceOffer(_opened),
        FirstPictureMs = _last?.Number("firstPictureMs"),
        Results = _results.Count,
        ResultP50Ms = _results.Percentile(0.5),
        ResultP95Ms = _results.Percentile(0.95),
        ResultMaxMs = _results.Max,
        Sent = sent.Count,
        FramesIn = (long)(_last?.Number("framesIn") ?? 0),
        Analysed = (long)(_last?.Number("analysed") ?? 0),
        Dropped = _last?.Numbers("dropped") ?? [],
        Stages = _last?.Numbers("stages") ?? [],
        SessionMs = SinceOffer(_ended),
        BitsPerSecond = sent.BitsPerSecond,
    };

    double? SinceOffer(TimeSpan? at) => (at - _offered)?.TotalMilliseconds;
}
