using FaceAuth.Media.Contracts;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Conduct;

/// <summary>How one peer behaves: which program it seems to be, when its pictures were taken, how it answers requests.</summary>
/// <remarks>
/// Does no IO and reads no clock; one owner. Only <see cref="Signs"/> is safe from many threads. Nothing is allocated for a packet.
/// </remarks>
internal sealed class PeerConduct(OfferTraits offer, byte agreedExtension, bool answersRequests, Random random)
{
    const int PacketsLookedAt = 30;

    readonly CaptureSteps _steps = new();
    readonly KeyframeCheck _keyframes = new(random);
    ClientFeatures _client = new(offer, SendsAgreed: agreedExtension == 0 ? true : null);
    PeerSign _toldSteps, _toldKeyframe;
    int _packets, _withAgreed;
    bool _hasNews;
    volatile Seen _seen = new(new(offer), PeerSign.Unknown, PeerSign.Unknown);

    /// <summary>When to come back.</summary>
    public TimeSpan Deadline => answersRequests ? _keyframes.Deadline : TimeSpan.MaxValue;

    /// <summary>What is known of the program.</summary>
    public ClientFeatures Client => _seen.Client;

    /// <summary>How late the last keyframe was that was asked for; null before one. For measuring.</summary>
    public TimeSpan? KeyframeDelay => _keyframes.Delay;

    /// <summary>What it says for or against injected video. Any thread.</summary>
    /// <param name="userAgent">What the client says it is; null for nothing.</param>
    public PeerSigns Signs(string? userAgent)
    {
        var seen = _seen;
        return new(ClientIdentity.Judge(seen.Client, UserAgents.Read(userAgent)), seen.Steps, seen.Keyframe);
    }

    /// <summary>Whether <see cref="Signs"/> may have changed since the last call.</summary>
    public bool TakeNews()
    {
        var had = _hasNews;
        _hasNews = false;
        return had;
    }

    /// <summary>The handshake is over, which the owner tells by itself.</summary>
    public void HandleHello(ClientHello? hello)
    {
        Publish(_client with { Hello = hello });
        _hasNews = false;
    }

    /// <summary>A packet of the video.</summary>
    public void HandlePacket(ReadOnlySpan<byte> packet)
    {
        if (_packets == PacketsLookedAt || agreedExtension == 0 || !RtpPacket.TryRead(packet, out var rtp)) return;
        if (rtp.TryGetExtension(agreedExtension, out _)) _withAgreed++;
        if (++_packets == PacketsLookedAt) Publish(_client with { SendsAgreed = _withAgreed > PacketsLookedAt / 2 });
    }

    /// <summary>A whole picture, in order; says whether a keyframe that was asked for is no longer waited for.</summary>
    public bool HandlePicture(
        uint rtpTimestamp, bool isKeyframe, (int Width, int Height) size, TimeSpan now, TimeSpan roundTrip, long lost)
    {
        _steps.HandlePicture(rtpTimestamp);
        var isOver = _keyframes.HandlePicture(isKeyframe, size, now, roundTrip, lost);
        if (_steps.Signal != _toldSteps || _keyframes.Signal != _toldKeyframe) Publish(_client);
        return isOver;
    }

    /// <summary>Whether to ask for a keyframe now; says so once.</summary>
    public bool WantsKeyframe(TimeSpan now) => answersRequests && _keyframes.WantsKeyframe(now);

    /// <summary>Another source goes on with the stream.</summary>
    public void HandleSourceChange() => _keyframes.HandleSourceChange();

    /// <summary>A keyframe was asked for.</summary>
    public void HandleRequest(TimeSpan now, long lost)
    {
        if (answersRequests) _keyframes.HandleRequest(now, lost);
    }

    void Publish(ClientFeatures client)
    {
        _client = client;
        (_toldSteps, _toldKeyframe) = (_steps.Signal, _keyframes.Signal);
        _seen = new(client, _toldSteps, _toldKeyframe);
        _hasNews = true;
    }

    sealed record Seen(ClientFeatures Client, PeerSign Steps, PeerSign Keyframe);
}
