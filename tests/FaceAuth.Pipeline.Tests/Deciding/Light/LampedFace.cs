using System.Numerics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Tests.Deciding.Light;

/// <summary>The light on a scripted face before a page whose surround takes colours.</summary>
/// <param name="share">Of the light on the face that is the surround's; 0 for a face that does not see it.</param>
/// <param name="lag">Seconds until a colour is in the pictures.</param>
/// <param name="noise">Deviation of the face's colour from picture to picture, in the unit of a reading.</param>
/// <param name="seed">Of the noise.</param>
internal sealed class LampedFace(double share, double lag = 0.15, double noise = 0.006, int seed = 1)
{
    const double Behind = 0.05;   // of the share that a wall gets

    readonly Random _random = new(seed);
    LightPlan? _plan;
    double _toldAt;
    Vector2 _sway;

    /// <summary>What the camera's white balance adds to face and scene at a time.</summary>
    public Func<double, Vector2> Balance { get; init; } = _ => Vector2.Zero;

    /// <summary>How much the face's own colour sways as it moves, deviation.</summary>
    public double Sway { get; init; }

    /// <summary>Hears the colours.</summary>
    public void Hear(LightPlan plan, double now) => (_plan, _toldAt) = (plan, now);

    /// <summary>What a picture shows at a time.</summary>
    public LightReading At(double now)
    {
        var (colour, balance) = (ColourOf(_plan, now - _toldAt - lag), Balance(now));
        _sway = 0.9f * _sway + 0.44f * Noise(Sway);
        var face = LogOf(share, colour) + new Vector2(0.5f, -0.4f) + balance + _sway + Noise(noise);
        return new(face, face, face, LogOf(share * Behind, colour) + balance + Noise(noise / 3));
    }

    static Vector2 LogOf(double share, Vector3 colour)
    {
        var lit = Vector3.One + (float)(share / (1 - share)) * 2 * colour;
        return new(MathF.Log(lit.X / lit.Y), MathF.Log(lit.Z / lit.Y));
    }

    /// <summary>The surround's linear colour so long after it was told the plan; grey before.</summary>
    internal static Vector3 ColourOf(LightPlan? plan, double since)
    {
        var grey = new Vector3(0.5f);
        if (plan is null || since < 0) return grey;
        var (before, now, at) = (grey, grey, 0.0);
        foreach (var colour in plan.Colours.Where(colour => colour.At.TotalSeconds <= since))
            (before, now, at) = (now, new(Linear(colour.Red), Linear(colour.Green), Linear(colour.Blue)), colour.At.TotalSeconds);
        return Vector3.Lerp(before, now, (float)Math.Min(1, (since - at) / plan.Move.TotalSeconds));
    }

    internal static float Linear(byte coded) =>
        coded / 255f is var c && c <= 0.04045f ? c / 12.92f : MathF.Pow((c + 0.055f) / 1.055f, 2.4f);

    Vector2 Noise(double deviation) => (float)deviation * new Vector2(Normal(), Normal());

    float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}
