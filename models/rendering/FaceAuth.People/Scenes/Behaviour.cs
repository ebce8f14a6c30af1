using FaceAuth.People.Numbers;
using FaceAuth.People.People;

namespace FaceAuth.People.Scenes;

/// <summary>What a person does over time: a living head is never quite still, blinks every few seconds, and moves when asked to.</summary>
/// <remarks>The state at a moment depends on the moment alone, as long as nothing is added before it.</remarks>
internal sealed class Behaviour
{
    readonly uint _seed;
    readonly double _unrest;

    /// <param name="seed">Of the unrest.</param>
    /// <param name="rest">Where the head rests.</param>
    /// <param name="unrest">How much it moves by itself; 1 as people do in front of a camera.</param>
    public Behaviour(ulong seed, FaceState rest, double unrest = 1)
    {
        (_seed, Rest, _unrest) = ((uint)Dice.Mix(seed), rest, unrest);
    }

    /// <summary>Where the head rests.</summary>
    public FaceState Rest { get; }

    /// <summary>When the eyes close.</summary>
    public List<Closure> Closures { get; } = [];

    /// <summary>What else they do.</summary>
    public List<Movement> Movements { get; } = [];

    /// <summary>Blinks of one's own accord up to a time: the first within 1.2–2.4 s, then every 1.8–3.6 s.</summary>
    public Behaviour Blinking(double until)
    {
        var dice = new Dice(_seed, "blinks");
        for (double at = dice.Between(1.2f, 2.4f); at < until - 0.6; at += dice.Between(1.8f, 3.6f))
            Closures.Add(new(at, dice.Between(0.04f, 0.11f)));
        return this;
    }

    /// <summary>The state at a time in seconds.</summary>
    public FaceState At(double seconds)
    {
        float Sway(uint which, double tempo, double size) => (float)(_unrest * size) * Noise.Sway(seconds, _seed + 100 * which, tempo);
        float Sum(MovementKind kind)
        {
            var sum = 0f;
            foreach (var movement in Movements)
                if (movement.Kind == kind) sum += movement.At(seconds);
            return sum;
        }

        var closed = 0.0;
        foreach (var closure in Closures) closed = Math.Max(closed, closure.At(seconds));
        var open = (float)(1 - closed) * (1 + Sway(9, 0.3, 0.03));
        return Rest with
        {
            Yaw = Rest.Yaw + Sway(1, 0.13, 1.3) + Sum(MovementKind.Yaw),
            Pitch = Rest.Pitch + Sway(2, 0.15, 0.9) + Sum(MovementKind.Pitch),
            Roll = Rest.Roll + Sway(3, 0.11, 0.7),
            X = Rest.X + Sway(4, 0.12, 0.3),
            Y = Rest.Y + Sway(5, 0.14, 0.18),
            Distance = Rest.Distance + Sway(6, 0.1, 0.4) - Sum(MovementKind.Closer),
            RightEye = Rest.RightEye * open,
            LeftEye = Rest.LeftEye * open,
            MouthOpen = Math.Max(0, Rest.MouthOpen + Sum(MovementKind.MouthOpen)),
            Smile = Rest.Smile + Sway(7, 0.1, 0.06) + Sum(MovementKind.Smile),
            GazeX = Rest.GazeX + Math.Clamp(Sway(8, 0.35, 0.03), -0.1f, 0.1f),
            GazeY = Rest.GazeY + Math.Clamp(Sway(10, 0.35, 0.02), -0.06f, 0.06f),
        };
    }
}
