using System.Threading.Channels;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The offer of a session's browser, and how it came.</summary>
/// <param name="Ticket">Of the session's token.</param>
/// <param name="Sdp">The description; empty where <paramref name="Pictures"/> are offered.</param>
/// <param name="ConnectionId">The hub connection it came by.</param>
/// <param name="Address">The client's address, for the bounds on its sessions; null when it is not known.</param>
/// <param name="Pictures">What takes the place of video; null for that.</param>
/// <param name="Said">Hears what the session says beside the data channel, which then need not be there; null for nobody.</param>
internal sealed record SessionOffer(
    SessionTicket Ticket, string Sdp, string ConnectionId, string? Address, PicturePeer? Pictures = null,
    ChannelWriter<byte[]>? Said = null)
{
    /// <summary>Whether its page can show a mark to follow.</summary>
    public bool CanPursue { get; init; }

    /// <summary>Whether its surround can take colours.</summary>
    public bool CanLight { get; init; }

    /// <summary>What the person says they cannot do. Never kept.</summary>
    public IReadOnlyCollection<ChallengeKind> Cannot { get; init; } = [];

    /// <summary>What the client says it is; null for nothing. Never kept.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Never prints the description or an address.</summary>
    public override string ToString() => $"SessionOffer {{ SessionId = {Ticket.SessionId} }}";
}
