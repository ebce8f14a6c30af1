using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Conduct;

/// <summary>What tells the families apart.</summary>
/// <remarks>
/// Traits that have outlasted versions, by what a library can do at all or writes by habit: never a whole list, which every release changes.
/// Observed with Chromium 156, Firefox 99 to 140, aiortc 1.4 and GStreamer 1.22; Pion from its source.
/// </remarks>
internal static class FamilyTable
{
    const ushort EcdsaGcm128 = 49195, RsaGcm128 = 49199, EcdsaGcm256 = 49196, RsaGcm256 = 49200, EcdsaCbc128 = 49161, RsaCbc128 = 49171;
    const ushort EcdsaChaCha = 52393, PlainCbc128 = 47, DheCbc128 = 51, DheGcm128 = 158, Scsv = 255;
    const ushort EncryptThenMac = 22, MasterSecret = 23, Ticket = 35, SizeLimit = 28, Delegated = 34, Renegotiation = 65281;
    const ushort P384 = 24, X25519 = 29, X448 = 30, FirstFfdhe = 256, LastFfdhe = 511;
    const ushort RsaPss = 2052, EcdsaSha1 = 515, Ed25519 = 2055;
    const string Experiments = "http://www.webrtc.org/experiments/rtp-hdrext/";

    static readonly string[] LibwebrtcExtensions =
        [Experiments + "playout-delay", Experiments + "video-content-type", Experiments + "video-timing", Experiments + "color-space"];

    static readonly ushort[] PionExtensions = [13, 65281, 10, 11, 14, 23];

    static readonly FamilyTrait<ClientHello>[] OpenSsl =
    [
        new("encrypt-then-mac", hello => hello.Extends(EncryptThenMac)),
        new("renegotiation by suite", hello => hello.Offers(Scsv) && !hello.Extends(Renegotiation)),
        new("finite-field Diffie-Hellman", hello => hello.Offers(DheCbc128) || hello.Offers(DheGcm128)),
        new("X448", hello => hello.Groups.Contains(X448)),
        new("Ed25519", hello => hello.Signatures.Contains(Ed25519)),
        new("many suites", hello => hello.CipherSuites.Count > 24),
    ];

    /// <summary>All families.</summary>
    internal static readonly FamilyTraits[] All =
    [
        new(
            ClientFamily.Chromium,
            [
                new("renegotiation by extension", hello => hello.Extends(Renegotiation) && !hello.Offers(Scsv)),
                new("extended master secret", hello => hello.Extends(MasterSecret)),
                new("no encrypt-then-mac", hello => !hello.Extends(EncryptThenMac)),
                new("ChaCha20", hello => hello.Offers(EcdsaChaCha)),
                new("GCM by 128 bits alone", hello => HasOnlySmallGcm(hello)),
                new("CBC by ECDHE", hello => hello.Offers(EcdsaCbc128) && hello.Offers(RsaCbc128)),
                new("few suites", hello => hello.CipherSuites.Count is >= 6 and <= 24 && !hello.Offers(DheGcm128)),
                new("P-384", hello => hello.Groups.Contains(X25519) && hello.Groups.Contains(P384)),
                new("no other groups", hello => !hello.Groups.Any(group => group is X448 or (>= FirstFfdhe and <= LastFfdhe))),
                new("signatures", hello => hello.Signatures.Contains(RsaPss) && !hello.Signatures.Contains(EcdsaSha1)
                    && !hello.Signatures.Contains(Ed25519)),
                new("several SRTP profiles", hello => hello.SrtpProfiles.Count > 1),
                new("nothing of NSS", hello => !hello.Extends(SizeLimit) && !hello.Extends(Delegated) && !hello.Extends(Ticket)),
            ],
            [
                new("origin", offer => offer is { OriginUser: "-", OriginAddress: "127.0.0.1" }),
                new("mixed extensions for the session", offer => offer.IsMixedForSession),
                new("msid-semantic with a space", offer => offer.Semantic?.StartsWith(" WMS", StringComparison.Ordinal) == true),
                new("credentials of 4 and 24", offer => offer.Credentials is (4, 24)),
                new("fingerprints in sections", offer => !offer.HasSessionFingerprint),
                new("feedback in libwebrtc's order", offer => offer.Feedback is ["goog-remb", "transport-cc", ..]),
                new("libwebrtc's extensions", offer => LibwebrtcExtensions.Count(offer.Extensions.Contains) >= 2),
                new("reduced size", offer => offer.HasReducedSize),
                new("messages of 256 KiB", offer => offer.MaxMessageSize is 262_144),
                new("trickle in sections", offer => offer.IceOptions is "trickle"),
                new("streams of sources", offer => offer.HasSourceStream),
                new("CNAME of 16", offer => offer.Cname.Length == 16),
            ]),
        new(
            ClientFamily.Firefox,
            [
                new("renegotiation by extension", hello => hello.Extends(Renegotiation) && !hello.Offers(Scsv)),
                new("extended master secret", hello => hello.Extends(MasterSecret)),
                new("no encrypt-then-mac", hello => !hello.Extends(EncryptThenMac)),
                new("ChaCha20", hello => hello.Offers(EcdsaChaCha)),
                new("GCM by 128 bits alone", hello => HasOnlySmallGcm(hello)),
                new("few suites", hello => hello.CipherSuites.Count is >= 6 and <= 24),
                new("finite-field groups", hello => hello.Groups.Any(group => group is >= FirstFfdhe and <= LastFfdhe)),
                new("ECDSA by SHA-1", hello => hello.Signatures.Contains(EcdsaSha1)),
                new("NSS's extensions", hello => hello.Extends(SizeLimit) || hello.Extends(Delegated)),
                new("several SRTP profiles", hello => hello.SrtpProfiles.Count > 1),
            ],
            [
                new("origin", offer => offer.OriginUser.StartsWith("mozilla...", StringComparison.Ordinal)),
                new("fingerprint for the session", offer => offer.HasSessionFingerprint),
                new("msid-semantic of all", offer => offer.Semantic is "WMS *"),
                new("credentials of 8 and 32", offer => offer.Credentials is (8, 32)),
                new("messages of 1 GiB", offer => offer.MaxMessageSize is 1_073_741_823),
                new("CNAME in braces", offer => offer.Cname.StartsWith('{') && offer.Cname.EndsWith('}')),
                new("limits of pictures", offer => offer.LimitsPicture),
                new("mixed extensions for sections", offer => offer.IsMixedForVideo),
                new("feedback in Firefox's order", offer => offer.Feedback is ["nack", "nack pli", "ccm fir", ..]),
                new("reduced size", offer => offer.HasReducedSize),
            ]),
        new(
            ClientFamily.Aiortc,
            OpenSsl,
            [
                new("msid-semantic of all", offer => offer.Semantic is "WMS *"),
                new("credentials of 4 and 22", offer => offer.Credentials is (4, 22)),
                new("CNAME like a UUID", offer => Guid.TryParseExact(offer.Cname, "D", out _)),
                new("no ICE options", offer => offer.IceOptions is null),
                new("feedback in its order", offer => offer.Feedback is ["nack", "nack pli", "goog-remb"]),
            ]),
        new(
            ClientFamily.GStreamer,
            OpenSsl,
            [
                new("no msid-semantic", offer => offer.Semantic is null),
                new("credentials of 32 and 32", offer => offer.Credentials is (32, 32)),
                new("only multiplexed", offer => offer.HasOnlyMux),
                new("CNAME of user and host", offer => offer.Cname.Contains('@', StringComparison.Ordinal)),
            ]),
        new(
            ClientFamily.FaceAuth,
            [
                new("one suite", hello => hello.CipherSuites.Count(suite => suite != Scsv) == 1 && hello.Offers(EcdsaGcm128)),
                new("two groups", hello => hello.Groups is [X25519, 23]),
                new("two SRTP profiles", hello => hello.SrtpProfiles.Count == 2),
            ],
            [
                new("no msid-semantic", offer => offer.Semantic is null),
                new("origin", offer => offer is { OriginUser: "-", OriginAddress: "127.0.0.1" }),
                new("no ICE options", offer => offer.IceOptions is null),
                new("few extensions", offer => offer.Extensions.Count <= 2),
            ]),
        new(
            ClientFamily.Pion,
            [
                new("extensions in its order", hello => hello.Extensions.Take(PionExtensions.Length).SequenceEqual(PionExtensions)),
                new("GCM by 256 bits", hello => hello.Offers(EcdsaGcm256)),
                new("no suite without ECDHE", hello => !hello.Offers(PlainCbc128) && !hello.Offers(DheCbc128)),
            ],
            [
                new("credentials of 16 and 32", offer => offer.Credentials is (16, 32)),
                new("origin", offer => offer is { OriginUser: "-", OriginAddress: "0.0.0.0" }),
                new("fingerprint for the session", offer => offer.HasSessionFingerprint),
            ]),
    ];

    // libwebrtc asks its library for no AES of 256 bits by GCM; NSS leaves it out of DTLS likewise
    static bool HasOnlySmallGcm(ClientHello hello) =>
        hello.Offers(EcdsaGcm128) && hello.Offers(RsaGcm128) && !hello.Offers(EcdsaGcm256) && !hello.Offers(RsaGcm256);
}
