using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>What a peer's connection says of its program.</summary>
static class Conducts
{
    public const string Chrome =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";

    public static PeerSign Identity(this IMediaPeer peer, string agent) => peer.Seen(agent).ClientIdentity;

    public static PeerSigns Seen(this IMediaPeer peer, string? agent = null) => peer.Signs(agent)!.Value;

    /// <summary>All of it, for people.</summary>
    public static string Describe(this IMediaPeer peer)
    {
        var conduct = ((MediaPeer)peer).Conduct;
        var client = conduct.Client;
        string[] lines =
        [
            $"{ClientIdentity.FamilyOf(client)}; hello {client.Hello}; sends what was agreed: {client.SendsAgreed}",
            $"keyframe after {conduct.KeyframeDelay?.TotalMilliseconds:F0} ms; {peer.Seen(Chrome)}",
            .. FamilyTable.All.Select(family => $"  {family.Family} lacks {string.Join("; ", family.Lacking(client))}"),
        ];
        return string.Join('\n', lines);
    }
}
