namespace FaceAuth.Pipeline.Packs;

/// <summary>The roles of a pack, by their names in the manifest.</summary>
internal static class PackRole
{
    public const string Detector = "detector";
    public const string Mesh = "mesh";
    public const string Pose = "pose";
    public const string Quality = "quality";
    public const string Obstacle = "obstacle";
    public const string Mask = "mask";
    public const string AntiSpoofNarrow = "antiSpoofNarrow";
    public const string AntiSpoofWide = "antiSpoofWide";
    public const string AntiSpoofClose = "antiSpoofClose";
    public const string Embedder = "embedder";

    /// <summary>Every role that a pack must fill.</summary>
    public static readonly IReadOnlyList<string> All =
        [Detector, Mesh, Pose, Quality, Obstacle, Mask, AntiSpoofNarrow, AntiSpoofWide, Embedder];

    /// <summary>
    /// The roles that <paramref name="pack"/> fills: all that it must, and <see cref="AntiSpoofClose"/> where it has one.
    /// </summary>
    public static IEnumerable<string> Of(PackEntry pack) => pack.Members.ContainsKey(AntiSpoofClose) ? [.. All, AntiSpoofClose] : All;
}
