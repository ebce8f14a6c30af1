using FaceAuth.Load.Measuring;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Clients;

/// <summary>One session of ours: offers, connects, sends pictures when it is told to, leaves. Safe from many threads.</summary>
internal sealed class LoadClient(
    IMediaClient media, LoadServer server, LoadClip clip, SentCount pictures, TimeProvider clock) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TaskCompletionSource<bool> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _next;
    bool _sentFirst;
    volatile bool _isUp;

    /// <summary>Whether it is connected.</summary>
    public bool IsUp => _isUp;

    /// <summary>From the offer to the keys; null before.</summary>
    public TimeSpan? ConnectedAfter { get; private set; }

    /// <summary>Why it ended, when it was not by us.</summary>
    public PeerEnd? End { get; private set; }

    /// <summary>Our offer.</summary>
    public string Offer => media.OfferSdp;

    /// <summary>The server's answer; empty before.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Connects; false when that fails or takes longer than 30 s.</summary>
    /// <exception cref="LoadException">The server refuses.</exception>
    public async Task<bool> ConnectAsync(CancellationToken cancellation)
    {
        var offeredAt = clock.GetTimestamp();
        Answer = await server.OfferAsync(media.OfferSdp, cancellation);
        _ = FollowAsync(offeredAt);
        media.Accept(Answer);
        try
        {
            return await _connected.Task.WaitAsync(Patience, clock, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends the next picture of the clip; from the start when a keyframe is wanted. One thread at a time.</summary>
    public void SendPicture()
    {
        if (!_isUp) return;
        if (_next > 1 && media.KeyframeWanted) _next = 0;   // the one just sent may not have been seen yet
        var timestamp = RtpTime.Of(clock.GetElapsedTime(0));
        if (!media.TrySendPicture(clip.Pictures[_next].Span, timestamp))
        {
            if (_sentFirst) _next = 0;   // one is missing: only a keyframe can follow
            return;
        }

        _sentFirst = true;
        pictures.Add(timestamp);
        _next = (_next + 1) % clip.Pictures.Count;
    }

    /// <summary>Leaves without a word, as a tab that is killed.</summary>
    public async Task VanishAsync()
    {
        _isUp = false;
        await media.VanishAsync();
    }

    /// <summary>Leaves with a goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        _isUp = false;
        await media.DisposeAsync();
    }

    async Task FollowAsync(long offeredAt)
    {
        await foreach (var happened in media.Events.ReadAllAsync())
        {
            if (happened is PeerEvent.Connected)
            {
                ConnectedAfter = clock.GetElapsedTime(offeredAt);
                _isUp = true;
                _connected.TrySetResult(true);
            }
            else if (happened is PeerEvent.Ended ended)
            {
                _isUp = false;
                End = ended.Reason;
                _connected.TrySetResult(false);
            }
        }
    }
}
