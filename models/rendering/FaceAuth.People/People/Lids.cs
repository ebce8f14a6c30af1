using FaceAuth.People.Model;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;

/// <summary>Closes one eye of a face: the upper lid comes down to just above the lower one, the skin above follows.</summary>
internal sealed class Lids
{
    const float MeetAt = 0.1f;     // where the lids meet, of the way from the lower to the upper
    const float Reach = 1.2f;      // cm, how far above the lid the skin follows
    const float Bulge = 0.16f;     // cm, by which the eyeball lifts a closed lid

    readonly ushort[] _ring;
    readonly List<(ushort Point, ushort On, float Share)> _followers = [];

    public Lids(ReadOnlySpan<ushort> ring, V3[] rest)
    {
        _ring = [.. ring];
        Centre = Middle(rest);
        for (ushort i = 0; i < MeshRings.Points; i++)
        {
            if (_ring.Contains(i) || rest[i].Y > Centre.Y) continue;
            var nearest = _ring.AsSpan(9).ToArray().MinBy(at => V3.Distance(rest[at], rest[i]));
            var distance = V3.Distance(rest[nearest], rest[i]) / Reach;
            if (distance < 1) _followers.Add((i, nearest, 0.5f * (1 - distance) * (1 - distance)));
        }
    }

    /// <summary>Middle of the eye at rest.</summary>
    public V3 Centre { get; }

    /// <summary>The rim's points, outer corner, lower lid, inner corner, upper lid.</summary>
    public ReadOnlySpan<ushort> Ring => _ring;

    /// <summary>Moves the points.</summary>
    /// <param name="points">A face with this eye open.</param>
    /// <param name="open">1 leaves them, 0 closes; above 1 widens.</param>
    public void Close(V3[] points, float open)
    {
        var closed = 1 - open;
        if (closed == 0) return;
        var (outer, inner) = (points[_ring[0]], points[_ring[8]]);
        var axis = inner - outer;
        var old = new V3[_ring.Length];
        for (var i = 0; i < old.Length; i++) old[i] = points[_ring[i]];
        var moves = new Dictionary<ushort, V3>();
        for (var i = 1; i < _ring.Length; i++)
        {
            if (i == 8) continue;
            var along = Math.Clamp(V3.Dot(old[i] - outer, axis) / V3.Dot(axis, axis), 0, 1);
            var isUpper = i > 8;
            var lower = isUpper ? On(old, 0, 8, outer, axis, along) : old[i];
            var upper = isUpper ? old[i] : On(old, 8, 16, outer, axis, along);
            var target = V3.Mix(lower, upper, isUpper ? MeetAt - 0.03f : MeetAt);
            target = new(target.X, target.Y, MathF.Min(lower.Z, upper.Z) - Bulge * 4 * along * (1 - along));
            var move = (target - old[i]) * closed;
            points[_ring[i]] += move;
            moves[_ring[i]] = move;
        }

        foreach (var (point, on, share) in _followers)
            if (moves.TryGetValue(on, out var move)) points[point] += move * share;
    }

    V3 Middle(V3[] points)
    {
        var sum = default(V3);
        foreach (var at in _ring) sum += points[at];
        return sum / _ring.Length;
    }

    // the rim's line between two of its places, at a share of the way from the outer to the inner corner
    static V3 On(V3[] ring, int from, int to, V3 outer, V3 axis, float along)
    {
        var (before, beforeAt) = (ring[from], V3.Dot(ring[from] - outer, axis) / V3.Dot(axis, axis));
        for (var i = from + 1; i <= to; i++)
        {
            var next = ring[i % ring.Length];
            var nextAt = V3.Dot(next - outer, axis) / V3.Dot(axis, axis);
            if ((beforeAt <= along && along <= nextAt) || (nextAt <= along && along <= beforeAt))
                return V3.Mix(before, next, MathF.Abs(nextAt - beforeAt) < 1e-6f ? 0 : (along - beforeAt) / (nextAt - beforeAt));
            (before, beforeAt) = (next, nextAt);
        }

        return before;
    }
}
