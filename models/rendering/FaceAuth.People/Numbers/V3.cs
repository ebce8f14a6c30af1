namespace FaceAuth.People.Numbers;

/// <summary>Three numbers; its operations are done in this order on every machine, unlike those of vector hardware.</summary>
internal readonly record struct V3(float X, float Y, float Z)
{
    public static V3 operator +(V3 a, V3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static V3 operator -(V3 a, V3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static V3 operator -(V3 a) => new(-a.X, -a.Y, -a.Z);

    public static V3 operator *(V3 a, float k) => new(a.X * k, a.Y * k, a.Z * k);

    public static V3 operator *(V3 a, V3 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);

    public static V3 operator /(V3 a, float k) => a * (1 / k);

    public float Length => MathF.Sqrt(Dot(this, this));

    public V3 Unit => Length is > 0 and var length ? this / length : this;

    public static float Dot(V3 a, V3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static V3 Cross(V3 a, V3 b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static V3 Mix(V3 a, V3 b, float t) => a + (b - a) * t;

    public static float Distance(V3 a, V3 b) => (a - b).Length;
}
