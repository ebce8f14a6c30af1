using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Materials;

/// <summary>Hair on a cap or curtain; coordinates are head space. Strands run down and out from the crown.</summary>
/// <param name="person">Whose.</param>
/// <param name="isCurtain">Long hair that hangs, with no hairline.</param>
internal sealed class HairMaterial(Person person, bool isCurtain) : Material
{
    readonly HeadFrame _frame = person.Frame;
    readonly Traits _traits = person.Traits;
    readonly uint _seed = (uint)Dice.Mix(person.Traits.Seed ^ 77);

    /// <inheritdoc/>
    public override float Shade(in Fragment at, Lighting light, out V3 colour)
    {
        colour = default;
        var across = (float)Exact.Atan2(at.U, _frame.Skull.Z - at.W - 2) * 9;
        var strand = Noise.At(across * 7, at.V * 0.35f, _seed) * 0.6f + Noise.At(across * 19, at.V * 0.6f, _seed + 1) * 0.6f;
        if (isCurtain)
        {
            if (at.V > _frame.Chin + 7 + 3 * strand) return 0;
        }
        else if (at.V > Line(at.U, at.W) + 0.55f * strand)
        {
            return 0;
        }

        var deep = isCurtain ? 0.75f : 1;
        // strands shine where they are steep to the light; the crown is lighter than what hangs
        var shine = light.Gloss(at.Place, at.Normal, 3);
        var hair = _traits.Cut == HairCut.Shaved ? V3.Mix(_traits.Hair, person.SkinColour, 0.45f + 0.2f * strand) : _traits.Hair;
        colour = hair * (deep * (0.75f + 0.5f * strand)) * (light.On(at.Normal) * 0.8f + new V3(0.2f, 0.2f, 0.2f));
        colour += shine * (0.05f + 0.04f * strand) * (0.4f + 1.6f * MathF.Sqrt(_traits.Hair.Y));
        return 1;
    }

    // down to where hair grows, at a place beside and behind the face
    float Line(float x, float z)
    {
        var side = Math.Min(1, MathF.Abs(x) / _frame.HalfWidth);
        var temple = Step((z - (_frame.Side - 2.6f)) / 1.8f);
        var behind = Step((z - (_frame.Side + 1.2f)) / 1.6f);
        var front = _frame.Top + _traits.Hairline - 0.6f + 1.3f * side * side + 0.7f * Noise.At(x * 0.35f, 0, _seed + 4);
        var ear = _frame.Eyes + (_traits.Cut == HairCut.Short ? 0.8f : 2.5f);
        var line = front + (ear - front) * temple;
        return line + (_frame.Mouth + 1 - line) * behind;
    }

    static float Step(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - 2 * t);
    }
}
