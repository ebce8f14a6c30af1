using FaceAuth.People.Numbers;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.People.Scenes;

/// <summary>The surround of a page on the screen before a person, which takes colours and lights them.</summary>
/// <remarks>Everything is added after the moment of telling, so that pictures already taken stay true. One thread at a time.</remarks>
/// <param name="share">Of the light on the face that is the surround's while it is grey; about 0.05 in an office, 0.3 in a dim room.</param>
internal sealed class Surround(float share)
{
    /// <summary>What a wall 2.2 m away gets of what a face 0.5 m away does.</summary>
    public const float Behind = 0.05f;

    readonly List<(double At, V3 Colour)> _colours = [(double.NegativeInfinity, new(0.5f, 0.5f, 0.5f))];
    double _move = 0.1;

    /// <summary>Hears which colours it shall take.</summary>
    /// <param name="plan">Which.</param>
    /// <param name="seconds">When, on the scene's clock.</param>
    public void Handle(LightPlan plan, double seconds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _move = plan.Move.TotalSeconds;
        _colours.RemoveAll(colour => colour.At >= seconds);
        foreach (var colour in plan.Colours)
            _colours.Add((seconds + colour.At.TotalSeconds, new(Linear(colour.Red), Linear(colour.Green), Linear(colour.Blue))));
    }

    /// <summary>Its light on the face at a time in seconds.</summary>
    public V3 At(double seconds)
    {
        var now = _colours.FindLastIndex(colour => colour.At <= seconds);
        var gone = (float)Math.Min(1, (seconds - _colours[now].At) / _move);
        var colour = now == 0 ? _colours[0].Colour : V3.Mix(_colours[now - 1].Colour, _colours[now].Colour, gone);
        return colour * (2 * share / (1 - share));
    }

    static float Linear(byte coded) => (float)Exact.Exp(2.2 * Exact.Log(Math.Max(1, (int)coded) / 255.0));
}
