using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Sessions;

/// <summary>How the ends of connections and refusals of the layers below read to a session's owner.</summary>
internal static class SessionEnd
{
    /// <summary>What a session without a decision is ended with when its connection is gone.</summary>
    public static Refusal Of(PeerEnd end) => end switch
    {
        PeerEnd.ClosedByPeer => EndRefusals.Left,
        PeerEnd.ConsentExpired => EndRefusals.Lost,
        PeerEnd.NeverConnected => EndRefusals.NeverConnected,
        PeerEnd.HandshakeFailed => EndRefusals.HandshakeFailed,
        PeerEnd.FingerprintMismatch => EndRefusals.FingerprintMismatch,
        PeerEnd.NotDecodable => EndRefusals.NotDecodable,
        PeerEnd.MessageTooLarge or PeerEnd.Overrun => EndRefusals.BadMessage,
        _ => Refusals.InternalError,
    };

    /// <summary>What a refused offer is answered with; the media layer's own words say more.</summary>
    public static Refusal Of(PeerRefusal refusal, string? message)
    {
        var known = refusal switch
        {
            PeerRefusal.BadSdp => Refusals.BadSdp,
            PeerRefusal.NoVideo => Refusals.NoVideo,
            PeerRefusal.NoCommonCodec => Refusals.NoCommonCodec,
            PeerRefusal.NoFingerprint => Refusals.NoFingerprint,
            PeerRefusal.NoDataChannel => Refusals.NoDataChannel,
            PeerRefusal.Ended => Refusals.SessionEnded,
            PeerRefusal.Busy => Refusals.Busy,
            _ => Refusals.InternalError,
        };
        return string.IsNullOrWhiteSpace(message) || refusal == PeerRefusal.Busy ? known : known.With(message);
    }

    /// <summary>What a session that the pipeline did not take is answered with.</summary>
    public static Refusal Of(Pipeline.Contracts.AuthRefusal refusal) => refusal switch
    {
        Pipeline.Contracts.AuthRefusal.NotReady => Refusals.NotReady,
        Pipeline.Contracts.AuthRefusal.Busy => Refusals.Busy,
        Pipeline.Contracts.AuthRefusal.NotEnrolled => Refusals.NotEnrolled,
        Pipeline.Contracts.AuthRefusal.EnrolledWithAnotherModel => Refusals.EnrollAgain,
        Pipeline.Contracts.AuthRefusal.UnknownPolicy => Refusals.UnknownPolicy,
        Pipeline.Contracts.AuthRefusal.PolicyNotPossible => PageRefusals.PolicyNotPossible,
        _ => Refusals.InternalError,
    };
}
