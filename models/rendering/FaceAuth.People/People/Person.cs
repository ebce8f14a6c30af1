using FaceAuth.People.Model;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;

/// <summary>A person who does not exist.</summary>
/// <remarks>
/// Never changed once made: safe from many threads. Points are in head space: cm, x to the picture's right, y down, z away from a camera
/// that the face looks at.
/// </remarks>
internal sealed class Person
{
    // Height over width of an open eye: the median of the people it was measured on is 0.29.
    const float WidestEye = 0.31f;

    readonly V3[] _rest;
    readonly V3[][] _expressions;
    readonly Lids _right;
    readonly Lids _left;

    /// <param name="seed">Which person.</param>
    /// <param name="model">Null for the one that comes with the program.</param>
    public Person(ulong seed, FaceModel? model = null)
    {
        model ??= FaceModel.Default;
        Traits = Traits.Of(seed, model);
        var flat = (float[])model.Mean.Clone();
        for (var k = 0; k < model.Shapes.Length; k++)
            for (var i = 0; i < flat.Length; i++) flat[i] += Traits.Shape[k] * model.Shapes[k][i];
        _rest = Points(flat);
        for (var i = 0; i < _rest.Length; i++) _rest[i] *= Traits.Size;
        _expressions = [.. model.ShapeExpressions.Select(Points)];
        CloseMouth();
        Skin = new(model, Traits);
        Layout = FaceLayout.Of(model);
        _right = new(MeshRings.RightEye, _rest);
        _left = new(MeshRings.LeftEye, _rest);
        _right.Close(_rest, Math.Min(1, WidestEye / AspectRatio(MeshRings.RightEye)));
        _left.Close(_rest, Math.Min(1, WidestEye / AspectRatio(MeshRings.LeftEye)));
        Frame = HeadFrame.Of(_rest);
        SkinColour = Tone([50, 280, 151, 9, 205, 425]);
    }

    /// <summary>What makes them who they are.</summary>
    public Traits Traits { get; }

    /// <summary>The face's skin.</summary>
    public Skin Skin { get; }

    /// <summary>Triangles and texture places, the same for everybody.</summary>
    public FaceLayout Layout { get; }

    /// <summary>Where the parts of the head lie.</summary>
    public HeadFrame Frame { get; }

    /// <summary>Mean colour of cheeks and forehead, linear.</summary>
    public V3 SkinColour { get; }

    /// <summary>The right and the left eye.</summary>
    public (Lids Right, Lids Left) Eyes => (_right, _left);

    /// <summary>The face at rest.</summary>
    public ReadOnlySpan<V3> Rest => _rest;

    /// <summary>The mesh's points at one moment, before the head turns.</summary>
    public V3[] Face(in FaceState state)
    {
        var points = (V3[])_rest.Clone();
        for (var i = 0; i < points.Length; i++)
            points[i] += _expressions[0][i] * (state.MouthOpen * 10) + _expressions[1][i] * state.Smile;
        _right.Close(points, state.RightEye);
        _left.Close(points, state.LeftEye);
        return points;
    }

    /// <summary>Takes a point of the head to camera space.</summary>
    public V3 Place(V3 point, in FaceState state, in Turn turn) =>
        new V3(state.X, state.Y, state.Distance) + Frame.Pivot + turn.Apply(point - Frame.Pivot);

    // people differ in how far their lips part in photos; at rest they do not
    void CloseMouth()
    {
        var tenths = (_rest[14].Y - _rest[13].Y - 0.03f) / (_expressions[0][14].Y - _expressions[0][13].Y);
        for (var i = 0; i < _rest.Length; i++) _rest[i] -= _expressions[0][i] * tenths;
    }

    float AspectRatio(ReadOnlySpan<ushort> ring)
    {
        var width = V3.Distance(_rest[ring[0]], _rest[ring[8]]);
        return (V3.Distance(_rest[ring[3]], _rest[ring[13]]) + V3.Distance(_rest[ring[5]], _rest[ring[11]])) / (2 * width);
    }

    V3 Tone(ReadOnlySpan<int> at)
    {
        var sum = default(V3);
        foreach (var i in at) sum += Skin.About((float)Layout.Places[i].U, (float)Layout.Places[i].V, 0.03f);
        return sum / at.Length;
    }

    static V3[] Points(float[] flat)
    {
        var points = new V3[flat.Length / 3];
        for (var i = 0; i < points.Length; i++) points[i] = new(flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]);
        return points;
    }
}
