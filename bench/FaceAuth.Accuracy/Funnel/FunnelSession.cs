using FaceAuth.Accuracy.Pad;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Pictures of honest people: of one sitting in front of a camera, or single ones.</summary>
/// <param name="Set">The set that it counts for.</param>
/// <param name="Session">The pictures.</param>
/// <param name="IsPlayed">Whether they are one sitting.</param>
internal sealed record FunnelSession(string Set, PadSession Session, bool IsPlayed)
{
    /// <summary>A picture's name.</summary>
    /// <param name="index">Its place in the session.</param>
    public string NameOf(int index) => Session.Clip is null
        ? $"{Session.Name}/{Session.Pictures[index].Picture.Name}"
        : FormattableString.Invariant($"{Session.Name}#{index}");
}
