using FaceAuth.People.Model;

namespace FaceAuth.People.Training;

/// <summary>Lays a photo's face into the texture: light at full, colours at half size, both halves of the face averaged.</summary>
internal sealed class TextureSampler
{
    /// <summary>Texels of one half of the light.</summary>
    public const int Light = TextureMap.Side * TextureMap.Side / 2;

    /// <summary>Texels of one half of one colour.</summary>
    public const int Colour = TextureMap.Side * TextureMap.Side / 8;

    readonly (int A, int B, int C, float U, float V)[] _light;
    readonly (int A, int B, int C, float U, float V)[] _colour;

    public TextureSampler((double U, double V)[] places, IReadOnlyList<(int A, int B, int C)> triangles)
    {
        _light = Find(places, triangles, TextureMap.Side);
        _colour = Find(places, triangles, TextureMap.Side / 2);
    }

    /// <summary>The left half of the texture, symmetrical: light, blue, red, each row by row; 0–255, colours about 0.</summary>
    public float[] Sample(PhotoFace face)
    {
        var texture = new float[Light + 2 * Colour];
        Fill(face, face.Luma, face.Width, face.Height, 1, _light, TextureMap.Side, texture.AsSpan(0, Light), 16, 255f / 219);
        Fill(
            face, face.Blue, (face.Width + 1) / 2, (face.Height + 1) / 2, 2, _colour, TextureMap.Side / 2, texture.AsSpan(Light, Colour),
            128, 255f / 224);
        Fill(
            face, face.Red, (face.Width + 1) / 2, (face.Height + 1) / 2, 2, _colour, TextureMap.Side / 2,
            texture.AsSpan(Light + Colour, Colour), 128, 255f / 224);
        return texture;
    }

    static void Fill(
        PhotoFace face, byte[] plane, int width, int height, int step, (int A, int B, int C, float U, float V)[] map, int side,
        Span<float> to, float zero, float gain)
    {
        to.Clear();
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var (a, b, c, u, v) = map[row * side + column];
                var place = face.Mesh[a] * (1 - u - v) + face.Mesh[b] * u + face.Mesh[c] * v;
                // whole numbers are pixels' centres; a colour sample sits amid its four pixels
                var x = Math.Clamp(step == 1 ? place.X : (place.X - 0.5f) / 2, 0, width - 1.001f);
                var y = Math.Clamp(step == 1 ? place.Y : (place.Y - 0.5f) / 2, 0, height - 1.001f);
                var at = (int)y * width + (int)x;
                var (fx, fy) = (x - (int)x, y - (int)y);
                var value = (plane[at] * (1 - fx) + plane[at + 1] * fx) * (1 - fy)
                    + (plane[at + width] * (1 - fx) + plane[at + width + 1] * fx) * fy;
                var half = Math.Min(column, side - 1 - column);
                to[row * side / 2 + half] += (value - zero) * gain / 2;
            }
        }
    }

    // for each texel its triangle; outside and in the openings the nearest one, stretched
    static (int A, int B, int C, float U, float V)[] Find(
        (double U, double V)[] places, IReadOnlyList<(int A, int B, int C)> triangles, int side)
    {
        var map = new (int A, int B, int C, float U, float V)[side * side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var (x, y) = ((column + 0.5) / side, (row + 0.5) / side);
                var best = double.NegativeInfinity;
                foreach (var (a, b, c) in triangles)
                {
                    var (pa, pb, pc) = (places[a], places[b], places[c]);
                    var area = (pb.U - pa.U) * (pc.V - pa.V) - (pc.U - pa.U) * (pb.V - pa.V);
                    if (Math.Abs(area) < 1e-9) continue;
                    var u = ((x - pa.U) * (pc.V - pa.V) - (pc.U - pa.U) * (y - pa.V)) / area;
                    var v = ((pb.U - pa.U) * (y - pa.V) - (x - pa.U) * (pb.V - pa.V)) / area;
                    var least = Math.Min(Math.Min(u, v), 1 - u - v);
                    if (least <= 0)
                    {
                        // how far outside, in texels rather than shares of a triangle
                        var (cu, cv, cw) = (Math.Max(u, 0), Math.Max(v, 0), Math.Max(1 - u - v, 0));
                        var sum = cu + cv + cw;
                        (u, v) = (cu / sum, cv / sum);
                        var (px, py) = (pa.U + u * (pb.U - pa.U) + v * (pc.U - pa.U) - x, pa.V + u * (pb.V - pa.V) + v * (pc.V - pa.V) - y);
                        least = -Math.Sqrt(px * px + py * py);
                    }
                    else
                    {
                        least = 1;
                    }

                    if (least <= best) continue;
                    best = least;
                    map[row * side + column] = (a, b, c, (float)u, (float)v);
                    if (least > 0) break;
                }
            }
        }

        return map;
    }
}
