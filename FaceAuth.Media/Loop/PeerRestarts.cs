using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Sdp;

namespace FaceAuth.Media.Loop;

/// <summary>
/// Answers the later offers of a connected peer: an ICE restart, which changes the way and nothing else (RFC 8839 §4.4.1.1.1, RFC 9429
/// §5.3.1).
/// </summary>
/// <remarks>Anything else is refused: the session goes on as it was. Safe from many threads.</remarks>
internal sealed class PeerRestarts(LoopPeer peer, RemoteTerms first, LocalTerms terms, IReadOnlyList<VideoCodec> codecs)
{
    readonly Lock _gate = new();
    IceCredentials _remote = first.Ice;
    LocalTerms _local = terms;

    internal string LocalFingerprint { get; } = terms.Fingerprint.ToString();

    internal string RemoteFingerprint => first.Fingerprint.ToString();

    internal PeerRestart Answer(string offerSdp)
    {
        if (!TermsReader.TryReadOffer(offerSdp, codecs, out var offer, out var refusal, out var message))
            return new(null, refusal, message);
        if (offer.Fingerprint.ToString() != RemoteFingerprint || offer.Role != first.Role)
        {
            return Refuse(
                "The offer is another connection's. An ICE restart keeps certificate and DTLS role: "
                + "call restartIce() on the same RTCPeerConnection.");
        }

        // no answer takes the media id's extension, so browsers leave it out of later offers
        var keepsVideo = offer.Video with { MidId = first.Video.MidId } == first.Video;
        if (!keepsVideo || offer.DataMid != first.DataMid || offer.SctpPort != first.SctpPort)
            return Refuse("The offer changes the media. Only the network can change during a session: call restartIce() and nothing else.");
        lock (_gate)
        {
            if (offer.Ice.UsernameFragment == _remote.UsernameFragment || offer.Ice.Password == _remote.Password)
                return Refuse("The offer is no ICE restart: a=ice-ufrag and a=ice-pwd must both be new.");
            if (peer.Ended.IsCompleted) return new(null, PeerRefusal.Ended, "The connection has ended. Begin a new session.");
            _remote = offer.Ice;
            _local = _local with { Ice = IceCredentials.Create(), Version = _local.Version + 1 };
            peer.RequestRestart(new IceGeneration(_local.Ice, offer.Ice));   // the loop takes it up before the browser can have the answer
            return new(AnswerWriter.Write(offer, _local), null, null);
        }
    }

    static PeerRestart Refuse(string message) => new(null, PeerRefusal.BadSdp, message);
}
