using System.Diagnostics.Metrics;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Media;

/// <summary>What the media plane measures, in meter "FaceAuth.Media". Safe from many threads.</summary>
internal sealed class MediaMetrics : IDisposable
{
    internal const string MeterName = "FaceAuth.Media";

    readonly Meter _meter;
    readonly Counter<long> _received;
    readonly Counter<long> _receivedBytes;
    readonly Counter<long> _dropped;
    readonly Counter<long> _sent;
    readonly UpDownCounter<int> _peers;
    readonly Counter<long> _ended;
    readonly Counter<long> _refused;
    readonly Histogram<double> _firstPicture;

    public MediaMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _received = _meter.CreateCounter<long>("faceauth.media.datagrams.received", "{datagram}", "Datagrams read from the sockets.");
        _receivedBytes = _meter.CreateCounter<long>("faceauth.media.bytes.received", "By", "Bytes in datagrams read.");
        _dropped = _meter.CreateCounter<long>("faceauth.media.datagrams.dropped", "{datagram}", "Datagrams nobody wanted, by reason.");
        _sent = _meter.CreateCounter<long>("faceauth.media.datagrams.sent", "{datagram}", "Datagrams sent.");
        _peers = _meter.CreateUpDownCounter<int>("faceauth.media.peers", "{peer}", "Peers now.");
        _ended = _meter.CreateCounter<long>("faceauth.media.peers.ended", "{peer}", "Peers ended, by reason.");
        _refused = _meter.CreateCounter<long>("faceauth.media.offers.refused", "{offer}", "Offers refused, by reason.");
        _firstPicture = _meter.CreateHistogram(
            "faceauth.media.first_picture", "s", "Offer to first decoded picture.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10] });
    }

    internal void Received(int datagrams, int bytes)
    {
        _received.Add(datagrams);
        _receivedBytes.Add(bytes);
    }

    internal void Sent() => _sent.Add(1);

    internal void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void PeerAdded() => _peers.Add(1);

    internal void PeerEnded(PeerEnd reason)
    {
        _peers.Add(-1);
        _ended.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
    }

    internal void OfferRefused(PeerRefusal refusal) => _refused.Add(1, new KeyValuePair<string, object?>("reason", refusal.ToString()));

    internal void FirstPicture(TimeSpan sinceOffer) => _firstPicture.Record(sinceOffer.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
