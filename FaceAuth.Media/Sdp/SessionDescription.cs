namespace FaceAuth.Media.Sdp;

/// <summary>A session description (RFC 8866), as far as it is understood here.</summary>
internal sealed class SessionDescription
{
    /// <summary>The session's own transport attributes; a media section's own come first.</summary>
    internal TransportDescription Transport { get; } = new();

    /// <summary>Where those of its own attributes stand that are named when they are refused.</summary>
    internal AttributeLines Lines { get; } = new();

    internal bool IsIceLite { get; set; }

    internal MediaDirection Direction { get; set; } = MediaDirection.SendRecv;

    /// <summary>Media ids of each BUNDLE group, in order.</summary>
    internal List<string[]> Bundles { get; } = [];

    internal List<MediaDescription> Media { get; } = [];

    internal MediaDirection DirectionOf(MediaDescription media) => media.Direction ?? Direction;

    /// <summary>The BUNDLE group that has this section; null when none has.</summary>
    internal string[]? BundleOf(MediaDescription media) => Bundles.Find(bundle => bundle.Contains(media.Mid));
}
