namespace FaceAuth.Pipeline.Models;

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
    public const string Embedder = "embedder";

    /// <summary>Every role; a pack fills each.</summary>
    public static readonly IReadOnlyList<string> All =
        [Detector, Mesh, Pose, Quality, Obstacle, Mask, AntiSpoofNarrow, AntiSpoofWide, Embedder];
}
