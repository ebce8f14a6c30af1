using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>What a material is asked about: one sample of a surface.</summary>
/// <param name="Place">In camera space, cm.</param>
/// <param name="Normal">Of length 1, towards the camera.</param>
/// <param name="U">First of the surface's own coordinates.</param>
/// <param name="V">Second.</param>
/// <param name="W">Third, what the material makes of it.</param>
internal readonly record struct Fragment(V3 Place, V3 Normal, float U, float V, float W);
