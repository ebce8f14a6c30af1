using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>What a surface looks like.</summary>
internal abstract class Material
{
    /// <summary>Colour of a sample in linear light, 1 = white in full light.</summary>
    /// <param name="at">The sample.</param>
    /// <param name="light">What shines on it.</param>
    /// <param name="colour">Receives the colour.</param>
    /// <returns>How much it covers, 0–1; at 0 it is not there.</returns>
    public abstract float Shade(in Fragment at, Lighting light, out V3 colour);
}
