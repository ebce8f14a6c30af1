namespace FaceAuth.Accuracy.Verify;

/// <summary>How a person's pictures are parted: the first become templates, the rest sessions.</summary>
/// <param name="Templates">Pictures enrolled, at least 1.</param>
/// <param name="Pictures">Pictures of a session, at least 1.</param>
internal sealed record SessionSize(int Templates, int Pictures);
