using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>Draws surfaces with a depth buffer, two by two samples a pixel, over a background.</summary>
/// <remarks>
/// The memory is kept from picture to picture. One thread at a time; nothing depends on the order in which threads run, for there is one.
/// </remarks>
internal sealed class Canvas(int width, int height)
{
    const float Nearest = 3;   // cm

    readonly V3[] _samples = new V3[4 * width * height];
    readonly float[] _depth = new float[4 * width * height];   // 1 / z, larger is nearer
    readonly int _across = 2 * width;
    readonly int _down = 2 * height;

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Begins a picture: nothing is drawn yet.</summary>
    public void Clear() => Array.Clear(_depth);

    /// <summary>Draws a surface; one that lets light through comes after what is behind it.</summary>
    public void Draw(Surface surface, in Camera camera, Lighting light)
    {
        var projected = new (float X, float Y, float W)[surface.Places.Length];
        for (var i = 0; i < projected.Length; i++)
        {
            var place = surface.Places[i];
            var (x, y) = camera.Project(place);
            projected[i] = (2 * x + 0.5f, 2 * y + 0.5f, 1 / (place.Z + surface.Behind));
        }

        var normals = surface.Normals;
        for (var i = 0; i < surface.Corners.Length; i += 3)
        {
            var (a, b, c) = (surface.Corners[i], surface.Corners[i + 1], surface.Corners[i + 2]);
            if (surface.Places[a].Z < Nearest || surface.Places[b].Z < Nearest || surface.Places[c].Z < Nearest) continue;
            Fill(surface, normals, light, projected[a], projected[b], projected[c], a, b, c);
        }
    }

    void Fill(
        Surface surface, V3[] normals, Lighting light,
        (float X, float Y, float W) a, (float X, float Y, float W) b, (float X, float Y, float W) c, int ia, int ib, int ic)
    {
        var area = (b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y);
        if (MathF.Abs(area) < 1e-6f) return;
        var top = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.Y, MathF.Min(b.Y, c.Y))));
        var bottom = Math.Min(_down - 1, (int)MathF.Floor(MathF.Max(a.Y, MathF.Max(b.Y, c.Y))));
        var left = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.X, MathF.Min(b.X, c.X))));
        var right = Math.Min(_across - 1, (int)MathF.Floor(MathF.Max(a.X, MathF.Max(b.X, c.X))));
        var (places, coordinates, material) = (surface.Places, surface.Coordinates, surface.Material);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var v = ((x - a.X) * (c.Y - a.Y) - (c.X - a.X) * (y - a.Y)) / area;
                var w = ((b.X - a.X) * (y - a.Y) - (x - a.X) * (b.Y - a.Y)) / area;
                var u = 1 - v - w;
                if (u < 0 || v < 0 || w < 0) continue;
                var depth = u * a.W + v * b.W + w * c.W;
                var at = y * _across + x;
                if (depth <= _depth[at]) continue;
                var (pu, pv, pw) = (u * a.W / depth, v * b.W / depth, w * c.W / depth);   // true to perspective
                var normal = (normals[ia] * pu + normals[ib] * pv + normals[ic] * pw).Unit;
                var place = places[ia] * pu + places[ib] * pv + places[ic] * pw;
                var own = coordinates[ia] * pu + coordinates[ib] * pv + coordinates[ic] * pw;
                var cover = material.Shade(new(place, normal, own.X, own.Y, own.Z), light, out var colour);
                if (cover <= 0) continue;
                // samples nothing was drawn to hold an old picture's colour; coverage over them is treated as whole
                _samples[at] = cover >= 1 || _depth[at] == 0 ? colour : V3.Mix(_samples[at], colour, cover);
                _depth[at] = depth;
            }
        }
    }

    /// <summary>Lays the drawn over a background of the same size, both in linear light.</summary>
    public void Over(ReadOnlySpan<V3> background, Span<V3> picture)
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (at, to) = (2 * y * _across + 2 * x, y * Width + x);
                var behind = background[to];
                var sum = Sample(at, behind) + Sample(at + 1, behind) + Sample(at + _across, behind) + Sample(at + _across + 1, behind);
                picture[to] = sum * 0.25f;
            }
        }
    }

    V3 Sample(int at, V3 behind) => _depth[at] == 0 ? behind : _samples[at];
}
