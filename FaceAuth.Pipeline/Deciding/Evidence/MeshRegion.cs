using System.Numerics;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>The square that the mesh looks at, turned so that the eyes are level.</summary>
/// <param name="Centre">Middle, in picture pixels.</param>
/// <param name="Side">Side in picture pixels.</param>
/// <param name="Tilt">Turn in radians, positive clockwise as seen.</param>
internal readonly record struct MeshRegion(Vector2 Centre, float Side, float Tilt);
