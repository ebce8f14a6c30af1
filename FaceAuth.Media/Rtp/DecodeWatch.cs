namespace FaceAuth.Media.Rtp;

/// <summary>Tells a stream that comes but of which no picture can be shown: of layers, profiles or units that nobody here can decode.</summary>
/// <remarks>Pictures that wait for a busy decoder, and packets that the network loses, are another matter. Sans-IO.</remarks>
internal sealed class DecodeWatch
{
    /// <summary>For how long it has to come.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    const int FewestPackets = 30;   // fewer are a camera that sends nearly nothing
    const int LostShare = 5;        // more than every fifth packet lost: the network's fault

    TimeSpan? _since;
    bool _isShown;
    bool _isRefused;

    /// <summary>A packet of the stream came.</summary>
    public void HandlePacket(TimeSpan now) => _since ??= now;

    /// <summary>The decoder could make nothing of a picture.</summary>
    public void HandleRefused() => _isRefused = true;

    /// <summary>A picture was decoded.</summary>
    public void HandleShown() => _isShown = true;

    /// <summary>Whether a picture is overdue.</summary>
    public bool IsLate(TimeSpan now) => !_isShown && now - _since >= After;

    /// <summary>Whether one that is overdue will never come.</summary>
    /// <param name="stats">What has come of the stream.</param>
    public bool IsUndecodable(in VideoReceiverStats stats) =>
        stats.PacketsReceived >= FewestPackets
        && stats.PacketsLost * LostShare <= stats.PacketsReceived && (_isRefused || stats.FramesReceived == 0);
}
