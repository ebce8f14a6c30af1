using System.Net;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Sdp;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Sdp;

/// <summary>Ready-made terms of both sides.</summary>
static class Terms
{
    internal const string Fingerprint =
        "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

    internal static LocalTerms Server() => new()
    {
        SessionId = 42,
        Ice = new IceCredentials("srvr", "server+password/012345678"),
        Fingerprint = Parse(Fingerprint),
        SctpPort = 5000,
        MaxMessageSize = 16384,
        Candidates = [Host("192.0.2.1:7000", 0), Host("[2001:db8::1]:7000", 1)],
        StartBitrate = 1200,
    };

    internal static LocalTerms Client() => Server() with
    {
        Ice = new IceCredentials("clnt", "client+password+012345678"),
        Candidates = [],
        StartBitrate = 0,
    };

    internal static VideoTerms Video() => new()
    {
        PayloadType = 96,
        RtxPayloadType = 97,
        TransportSequenceId = 1,
        MidId = 2,
        Mid = "0",
        HasNack = true,
        HasPli = true,
        HasReducedSizeRtcp = true,
    };

    static IceCandidate Host(string endPoint, int index) =>
        new(TransportAddress.From(IPEndPoint.Parse(endPoint)), IceCandidate.HostPriority(index));

    static DtlsFingerprint Parse(string text) =>
        DtlsFingerprint.TryParse(text, out var fingerprint) ? fingerprint : throw new ArgumentException(text, nameof(text));
}
