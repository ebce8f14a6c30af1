using FaceAuth.People.Model;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;

/// <summary>What all faces share: triangles, places in the texture, the edge.</summary>
internal sealed class FaceLayout
{
    static readonly System.Runtime.CompilerServices.ConditionalWeakTable<FaceModel, FaceLayout> Known = [];

    FaceLayout(FaceModel model)
    {
        var mean = model.MeanPoints();
        Places = TextureMap.Of(mean.AsSpan(0, MeshRings.Points));
        Corners = [.. model.Triangles.Select(corner => (int)corner)];
        Edge = EdgeOf(Corners, mean.Select(p => new V3(p.X, p.Y, p.Z)).ToArray());
        Nearness = [.. Enumerable.Range(0, MeshRings.Points).Select(i =>
            Math.Clamp(
                1 - Edge.Min(at => V3.Distance(new(mean[i].X, mean[i].Y, mean[i].Z), new(mean[at].X, mean[at].Y, mean[at].Z))) / 1.5f,
                0, 1))];
    }

    /// <summary>Where each point lies in the texture.</summary>
    public (double U, double V)[] Places { get; }

    /// <summary>Three points a triangle.</summary>
    public int[] Corners { get; }

    /// <summary>The points on the face's outer edge, in order.</summary>
    public int[] Edge { get; }

    /// <summary>How near each point is to the edge: 1 on it, 0 from 1.5 cm on.</summary>
    public float[] Nearness { get; }

    /// <summary>Of a model.</summary>
    public static FaceLayout Of(FaceModel model) => Known.GetValue(model, m => new(m));

    // sides of one triangle only, chained; the longest chain is the outer edge, the others are eyes and mouth
    static int[] EdgeOf(int[] corners, V3[] mean)
    {
        var sides = new Dictionary<(int, int), (int From, int To)>();
        for (var i = 0; i < corners.Length; i += 3)
        {
            for (var k = 0; k < 3; k++)
            {
                var (from, to) = (corners[i + k], corners[i + (k + 1) % 3]);
                if (!sides.Remove((to, from))) sides[(from, to)] = (from, to);
            }
        }

        var next = sides.Values.GroupBy(side => side.From).ToDictionary(group => group.Key, group => group.First().To);
        List<int> longest = [];
        var longestLength = 0f;
        while (next.Count > 0)
        {
            var (start, chain, length) = (next.Keys.Min(), new List<int>(), 0f);
            for (var at = start; next.Remove(at, out var to); at = to)
            {
                chain.Add(at);
                length += V3.Distance(mean[at], mean[to]);
            }

            if (length > longestLength) (longest, longestLength) = (chain, length);
        }

        return [.. longest];
    }
}
