using FaceAuth.Accuracy.Examining;

namespace FaceAuth.Accuracy.Pad;

/// <summary>What came of one picture of a session.</summary>
/// <param name="At">Seconds since the session's first picture.</param>
/// <param name="Findings">What the stages said; null when it could not be read.</param>
/// <param name="Evidence">All evidence as JSON, where it was wanted.</param>
internal sealed record PadPicture(double At, FaceFindings? Findings, string? Evidence);
