using System.Numerics;
using System.Numerics.Tensors;
using FaceAuth.People.Model;

namespace FaceAuth.People.Training;

/// <summary>
/// Makes a <see cref="FaceModel"/> of many photos' faces: aligned, mirrored, expression taken out by regression,
/// the rest by its principal axes.
/// </summary>
internal static class FaceModelTrainer
{
    const int ShapeAxes = 40;
    const int TextureAxes = 60;
    const int Seed = 1;
    const float CornersApart = 9;   // cm between the eyes' outer corners, by definition of the model's unit

    /// <summary>Trains; the same photos give the same model on the same machine.</summary>
    public static FaceModel Train(IReadOnlyList<PhotoFace> faces, TextWriter log)
    {
        var mean = MeanShape(faces);
        var mirror = MirrorOf(mean);
        mean = Symmetrical(mean, mirror);
        var shapes = faces.Select(face => Flat(Symmetrical(Alignment.Fit(face.Mesh, mean), mirror))).ToList();
        log.WriteLine($"{faces.Count} faces aligned");

        var (meanShape, shapeExpressions) = TakeOutExpressions(shapes, faces);
        var shapeAxes = PrincipalAxes.Of(shapes, ShapeAxes, Seed);

        var points = Enumerable.Range(0, FaceModel.PointCount)
            .Select(i => new Vector3(meanShape[3 * i], meanShape[3 * i + 1], meanShape[3 * i + 2])).ToArray();
        var places = TextureMap.Of(points.AsSpan(0, MeshRings.Points));
        // the mouth opened, or the lips' inner edges would lie on each other
        var opened = points.AsSpan(0, MeshRings.Points).ToArray();
        for (var i = 0; i < opened.Length; i++)
            opened[i] += 2.5f * new Vector3(shapeExpressions[0][3 * i], shapeExpressions[0][3 * i + 1], shapeExpressions[0][3 * i + 2]);
        var triangles = Triangles(TextureMap.Of(opened));
        log.WriteLine($"{triangles.Count} triangles");
        var sampler = new TextureSampler(places, triangles);
        var textures = faces.Select(sampler.Sample).ToList();
        var originals = textures.Select(texture => (float[])texture.Clone()).ToList();
        var (meanTexture, textureExpressions) = TakeOutExpressions(textures, faces);
        var textureAxes = PrincipalAxes.Of(textures, TextureAxes, Seed);
        log.WriteLine(
            "texture: standard deviations "
            + $"{string.Join(" ", textureAxes.Select(axis => TensorPrimitives.Norm<float>(axis).ToString("F0", null)))}");
        return new()
        {
            Mean = meanShape,
            Shapes = [.. shapeAxes],
            ShapeExpressions = shapeExpressions,
            Triangles = [.. triangles.SelectMany(t => new[] { (ushort)t.A, (ushort)t.B, (ushort)t.C })],
            Texture = meanTexture,
            Textures = [.. textureAxes],
            TextureExpressions = textureExpressions,
            Detail = FineDetail(originals),
        };
    }

    static Vector3[] MeanShape(IReadOnlyList<PhotoFace> faces)
    {
        var mean = faces[0].Mesh;
        for (var round = 0; round < 4; round++)
        {
            var sum = new Vector3[mean.Length];
            foreach (var face in faces)
            {
                var fitted = Alignment.Fit(face.Mesh, mean);
                for (var i = 0; i < sum.Length; i++) sum[i] += fitted[i];
            }

            var scale = CornersApart / Vector3.Distance(sum[33], sum[263]);
            var middle = Alignment.Mean(sum);
            for (var i = 0; i < sum.Length; i++) sum[i] = scale * (sum[i] - middle);
            mean = Upright(sum);
        }

        return mean;
    }

    // turned so that the eyes are level and forehead and chin equally far away
    static Vector3[] Upright(Vector3[] points)
    {
        var across = Vector3.Normalize(points[454] - points[234]);
        var down = points[152] - points[10];
        down = Vector3.Normalize(down - across * Vector3.Dot(down, across));
        var away = Vector3.Cross(across, down);
        return [.. points.Select(p => new Vector3(Vector3.Dot(p, across), Vector3.Dot(p, down), Vector3.Dot(p, away)))];
    }

    static int[] MirrorOf(Vector3[] mean) =>
        [.. mean.Select(p => Enumerable.Range(0, mean.Length).MinBy(j => Vector3.DistanceSquared(mean[j], new(-p.X, p.Y, p.Z))))];

    static Vector3[] Symmetrical(Vector3[] points, int[] mirror)
    {
        var result = new Vector3[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var other = points[mirror[i]];
            result[i] = (points[i] + new Vector3(-other.X, other.Y, other.Z)) / 2;
        }

        return result;
    }

    static float[] Flat(Vector3[] points) => [.. points.SelectMany(p => new[] { p.X, p.Y, p.Z })];

    /// <summary>Replaces each vector by what is left of it.</summary>
    /// <remarks>Gives the vector of a closed mouth at rest and the change a tenth of each measure.</remarks>
    static (float[] Still, float[][] Changes) TakeOutExpressions(List<float[]> vectors, IReadOnlyList<PhotoFace> faces)
    {
        var n = vectors.Count;
        float meanOpen = faces.Average(face => face.MouthOpen), meanWide = faces.Average(face => face.MouthWidth);
        double oo = 0, ow = 0, ww = 0;
        foreach (var face in faces)
        {
            var (open, wide) = (face.MouthOpen - meanOpen, face.MouthWidth - meanWide);
            oo += open * open;
            ow += open * wide;
            ww += wide * wide;
        }

        var length = vectors[0].Length;
        var (mean, byOpen, byWide) = (new float[length], new float[length], new float[length]);
        var determinant = oo * ww - ow * ow;
        for (var k = 0; k < n; k++)
        {
            var (open, wide) = (faces[k].MouthOpen - meanOpen, faces[k].MouthWidth - meanWide);
            TensorPrimitives.MultiplyAdd(vectors[k], 1f / n, mean, mean);
            TensorPrimitives.MultiplyAdd(vectors[k], (float)((ww * open - ow * wide) / determinant), byOpen, byOpen);
            TensorPrimitives.MultiplyAdd(vectors[k], (float)((oo * wide - ow * open) / determinant), byWide, byWide);
        }

        for (var k = 0; k < n; k++)
        {
            TensorPrimitives.Subtract(vectors[k], mean, vectors[k]);
            TensorPrimitives.MultiplyAdd(byOpen, -(faces[k].MouthOpen - meanOpen), vectors[k], vectors[k]);
            TensorPrimitives.MultiplyAdd(byWide, -(faces[k].MouthWidth - meanWide), vectors[k], vectors[k]);
        }

        // at rest: closed, as wide as the middle of those that are closed
        var widths = faces.Where(face => face.MouthOpen < 0.02f).Select(face => face.MouthWidth).Order().ToList();
        var rest = (float[])mean.Clone();
        TensorPrimitives.MultiplyAdd(byOpen, 0.005f - meanOpen, rest, rest);
        TensorPrimitives.MultiplyAdd(byWide, widths[widths.Count / 2] - meanWide, rest, rest);
        TensorPrimitives.Multiply(byOpen, 0.1f, byOpen);
        TensorPrimitives.Multiply(byWide, 0.1f, byWide);
        return (rest, [byOpen, byWide]);
    }

    static List<(int A, int B, int C)> Triangles((double U, double V)[] places)
    {
        // mirrored points lie on common circles; a hair's breadth apart they do not
        var random = new Random(Seed);
        var moved = places.Select(p => (p.U + 1e-5 * random.NextDouble(), p.V + 1e-5 * random.NextDouble())).ToArray();
        ushort[][] openings = [[.. MeshRings.RightEye], [.. MeshRings.LeftEye], [.. MeshRings.Mouth]];
        var triangles = Delaunay.Triangulate(moved);
        triangles.RemoveAll(t => openings.Any(ring =>
            (ring.Contains((ushort)t.A) && ring.Contains((ushort)t.B) && ring.Contains((ushort)t.C)) ||
            IsInside(
                places, ring, (places[t.A].U + places[t.B].U + places[t.C].U) / 3, (places[t.A].V + places[t.B].V + places[t.C].V) / 3)));
        return triangles;
    }

    static bool IsInside((double U, double V)[] places, ushort[] ring, double u, double v)
    {
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            var (a, b) = (places[ring[i]], places[ring[j]]);
            if (a.V > v != b.V > v && u < (b.U - a.U) * (v - a.V) / (b.V - a.V) + a.U) inside = !inside;
        }

        return inside;
    }

    // what is finer than about three texels, by its spread over all photos
    static float[] FineDetail(List<float[]> textures)
    {
        const int Side = TextureMap.Side, Half = Side / 2;
        var squares = new double[Side * Half];
        foreach (var texture in textures)
        {
            for (var row = 0; row < Side; row++)
            {
                for (var column = 0; column < Half; column++)
                {
                    var (sum, count) = (0f, 0);
                    for (var y = Math.Max(0, row - 2); y <= Math.Min(Side - 1, row + 2); y++)
                        for (var x = column - 2; x <= column + 2; x++, count++) sum += texture[y * Half + Math.Clamp(x, 0, Half - 1)];
                    var rest = texture[row * Half + column] - sum / count;
                    squares[row * Half + column] += rest * rest;
                }
            }
        }

        return [.. squares.Select(square => (float)Math.Sqrt(square / textures.Count))];
    }
}
