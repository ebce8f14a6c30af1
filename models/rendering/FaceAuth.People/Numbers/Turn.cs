namespace FaceAuth.People.Numbers;

/// <summary>A rotation, by its rows.</summary>
internal readonly record struct Turn(V3 X, V3 Y, V3 Z)
{
    /// <summary>
    /// Of a head, in degrees: yaw positive to the person's own left, pitch positive up, roll positive clockwise as the camera sees
    /// it.
    /// </summary>
    /// <remarks>Roll first, then pitch, then yaw.</remarks>
    public static Turn Head(float yaw, float pitch, float roll)
    {
        var (sy, cy) = Of(yaw);
        var (sp, cp) = Of(pitch);
        var (sr, cr) = Of(roll);
        // x right, y down, z away from the camera; a face looks along −z
        var rollBy = new Turn(new(cr, -sr, 0), new(sr, cr, 0), new(0, 0, 1));
        var pitchBy = new Turn(new(1, 0, 0), new(0, cp, sp), new(0, -sp, cp));
        var yawBy = new Turn(new(cy, 0, -sy), new(0, 1, 0), new(sy, 0, cy));
        return yawBy.After(pitchBy.After(rollBy));
    }

    public V3 Apply(V3 p) => new(V3.Dot(X, p), V3.Dot(Y, p), V3.Dot(Z, p));

    /// <summary>This one after another.</summary>
    public Turn After(Turn first)
    {
        V3 a = new(first.X.X, first.Y.X, first.Z.X), b = new(first.X.Y, first.Y.Y, first.Z.Y), c = new(first.X.Z, first.Y.Z, first.Z.Z);
        return new(
            new(V3.Dot(X, a), V3.Dot(X, b), V3.Dot(X, c)),
            new(V3.Dot(Y, a), V3.Dot(Y, b), V3.Dot(Y, c)),
            new(V3.Dot(Z, a), V3.Dot(Z, b), V3.Dot(Z, c)));
    }

    static (float Sin, float Cos) Of(float degrees) =>
        ((float)Exact.Sin(degrees * (Math.PI / 180)), (float)Exact.Cos(degrees * (Math.PI / 180)));
}
