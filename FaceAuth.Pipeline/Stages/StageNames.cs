namespace FaceAuth.Pipeline.Stages;

/// <summary>The stages' names, as reports, statistics and metrics give them, in the pictures' order.</summary>
internal static class StageNames
{
    public const string Detect = "detect";
    public const string Landmarks = "landmarks";
    public const string Quality = "quality";
    public const string Obstacle = "obstacle";
    public const string AntiSpoof = "antispoof";
    public const string Embed = "embed";
    public const string Decide = "decide";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Detect, Landmarks, Quality, Obstacle, AntiSpoof, Embed, Decide];
}
