namespace FaceAuth.Pipeline.Imaging;

/// <summary>One face that a detector found.</summary>
/// <param name="Box">Where, in picture pixels.</param>
/// <param name="Points">Its five points.</param>
/// <param name="Score">How sure the detector is, 0–1. Some pets score high: confirm with the mesh's presence.</param>
internal readonly record struct DetectedFace(Box Box, FacePoints Points, float Score);
