using FaceAuth.People.Model;
using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.People;

/// <summary>
/// A face's skin: the statistical texture, enlarged, with the fine detail that it lacks put back as noise of the right strength.
/// </summary>
internal sealed class Skin
{
    const int Scale = 3;
    const int Small = TextureMap.Side;
    const int Side = Scale * Small;

    readonly V3[] _texels = new V3[Side * Side];

    public Skin(FaceModel model, Traits traits)
    {
        var half = Mixed(model, traits.Texture);
        var light = Whole(half, 0, Small);
        var blue = Whole(half, Small * Small / 2, Small / 2);
        var red = Whole(half, Small * Small / 2 + Small * Small / 8, Small / 2);
        var detail = Whole(model.Detail, 0, Small);
        Sharpen(light);
        var dice = new Dice(traits.Seed, "skin");
        var seed = (uint)dice.Next();
        var roughness = dice.Between(0.8f, 1.15f) + Math.Max(0, traits.Age - 35) * 0.008f;
        var spots = Spots(dice);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (sx, sy) = ((x + 0.5f) / Scale - 0.5f, (y + 0.5f) / Scale - 0.5f);
                var level = Cubic(light, Small, sx, sy);
                var rough = Cubic(detail, Small, sx, sy) * roughness;
                level += rough * (1.1f * Noise.At(sx * 0.55f, sy * 0.6f, seed) + 0.9f * Noise.At(sx * 1.05f, sy * 1.15f, seed + 1)
                    + 0.7f * Noise.At(sx * 2.1f, sy * 2.1f, seed + 2));
                var tint = 1.5f * Noise.At(sx * 0.12f, sy * 0.12f, seed + 3);   // blotches
                var u = Cubic(blue, Small / 2, (sx - 0.5f) / 2, (sy - 0.5f) / 2) - 0.4f * tint;
                var v = Cubic(red, Small / 2, (sx - 0.5f) / 2, (sy - 0.5f) / 2) + tint;
                foreach (var (px, py, radius, depth) in spots)
                {
                    var square = ((px - sx) * (px - sx) + (py - sy) * (py - sy)) / (radius * radius);
                    if (square < 1) level -= depth * (1 - square) * (1 - square);
                }

                level = Math.Max(level, 8);
                _texels[y * Side + x] = Tone.ToLinear(
                    new V3(level + 1.402f * v, level - 0.344136f * u - 0.714136f * v, level + 1.772f * u));
            }
        }
    }

    /// <summary>Colour at a place of <see cref="TextureMap"/>, linear.</summary>
    public V3 At(float u, float v)
    {
        var x = Math.Clamp(u * Side - 0.5f, 0, Side - 1.001f);
        var y = Math.Clamp(v * Side - 0.5f, 0, Side - 1.001f);
        var (ix, iy) = ((int)x, (int)y);
        var (fx, fy, at) = (x - ix, y - iy, iy * Side + ix);
        var above = V3.Mix(_texels[at], _texels[at + 1], fx);
        return V3.Mix(above, V3.Mix(_texels[at + Side], _texels[at + Side + 1], fx), fy);
    }

    /// <summary>Mean colour about a place.</summary>
    public V3 About(float u, float v, float radius)
    {
        var sum = default(V3);
        for (var y = -3; y <= 3; y++)
            for (var x = -3; x <= 3; x++) sum += At(u + x * radius / 3, v + y * radius / 3);
        return sum / 49;
    }

    static float[] Mixed(FaceModel model, float[] weights)
    {
        var sum = (float[])model.Texture.Clone();
        for (var k = 0; k < weights.Length; k++)
        {
            var axis = model.Textures[k];
            // the first is how bright a photo is more than who is on it
            var weight = k == 0 ? 0.7f * weights[k] : weights[k];
            for (var i = 0; i < sum.Length; i++) sum[i] += weight * axis[i];
        }

        // photos differ in their white balance more than people do in their colours
        const int Half = Small * Small / 2, Colour = Small * Small / 8;
        for (var start = Half; start < sum.Length; start += Colour)
        {
            var off = 0f;
            for (var i = 0; i < Colour; i++) off += (sum[start + i] - model.Texture[start + i]) / Colour;
            for (var i = 0; i < Colour; i++) sum[start + i] -= 0.68f * off;
        }

        return sum;
    }

    static float[] Whole(float[] half, int start, int side)
    {
        var whole = new float[side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++) whole[y * side + x] = half[start + y * side / 2 + Math.Min(x, side - 1 - x)];
        return whole;
    }

    static void Sharpen(float[] light)
    {
        var old = (float[])light.Clone();
        for (var y = 1; y < Small - 1; y++)
        {
            for (var x = 1; x < Small - 1; x++)
            {
                var at = y * Small + x;
                var around = (old[at - 1] + old[at + 1] + old[at - Small] + old[at + Small]) / 4;
                light[at] += 0.8f * (old[at] - around);
            }
        }
    }

    static (float X, float Y, float Radius, float Depth)[] Spots(Dice dice)
    {
        var spots = new (float, float, float, float)[dice.Below(9)];
        for (var i = 0; i < spots.Length; i++)
            spots[i] = (dice.Between(25, 135), dice.Between(25, 140), dice.Between(0.8f, 1.8f), dice.Between(15, 60));
        return spots;
    }

    // Catmull-Rom
    static float Cubic(float[] from, int side, float x, float y)
    {
        var (ix, iy) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        Span<float> wx = stackalloc float[4], wy = stackalloc float[4];
        Weights(x - ix, wx);
        Weights(y - iy, wy);
        var sum = 0f;
        for (var r = 0; r < 4; r++)
        {
            var row = Math.Clamp(iy + r - 1, 0, side - 1) * side;
            var line = 0f;
            for (var c = 0; c < 4; c++) line += wx[c] * from[row + Math.Clamp(ix + c - 1, 0, side - 1)];
            sum += wy[r] * line;
        }

        return sum;
    }

    static void Weights(float t, Span<float> weights)
    {
        weights[0] = t * (-0.5f + t * (1 - 0.5f * t));
        weights[1] = 1 + t * t * (-2.5f + 1.5f * t);
        weights[2] = t * (0.5f + t * (2 - 1.5f * t));
        weights[3] = t * t * (-0.5f + 0.5f * t);
    }
}
