using FaceAuth.People.Attacks;
using FaceAuth.People.Covers;
using FaceAuth.People.Numbers;
using FaceAuth.People.People;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Filming;

/// <summary>Makes whole scenes of a kind: who, where, doing what. A seed fixes all of it.</summary>
internal static class Casting
{
    /// <summary>Kinds of clips.</summary>
    public static string[] Kinds { get; } =
        ["live", "two", "glasses", "mask", "sunglasses", "hand_mouth", "hand_eye", "scarf", "phone", "print", "replay", "frozen", "swap"];

    /// <summary>A clip's scene.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="person">Who.</param>
    /// <param name="seed">Everything else.</param>
    /// <param name="seconds">How long they blink of their own accord.</param>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static IScene Clip(string kind, ulong person, ulong seed, double seconds)
    {
        var setting = Setting.Draw(seed);
        switch (kind)
        {
            case "live":
                return new LiveScene(setting, Sitting(person, seed, seconds));
            case "two":
                var first = Sitting(person, seed, seconds, new() { X = -10, Distance = 56, Y = 1 });
                return new LiveScene(
                    setting, first, Sitting(person + 1_000_003, seed + 1, seconds, new() { X = 13, Distance = 64, Y = 0 }));
            case "print" or "replay":
                var shown = new LiveScene(Setting.Draw(seed + 71), Sitting(person, seed + 71, seconds, At(seed + 71, 40, 50)));
                return new HeldScene(shown, setting, kind == "print");
            case "frozen":
                return new FrozenScene(new LiveScene(setting, Sitting(person, seed, seconds)));
            case "swap":
                return new CutScene(
                    new LiveScene(setting, Sitting(person, seed, seconds)),
                    new LiveScene(setting, Sitting(person + 1_000_003, seed, seconds)), seconds / 2);
            default:
                var actor = Sitting(person, seed, seconds);
                return new LiveScene(setting, actor with { Cover = CoverKinds.Draw(kind, new Dice(seed, "cover")) });
        }
    }

    /// <summary>A still's scene: any pose, expression, light; the eyes closed in a quarter of them.</summary>
    /// <param name="kind">As <see cref="Clip"/>.</param>
    /// <param name="person">Who.</param>
    /// <param name="seed">Everything else.</param>
    public static IScene Still(string kind, ulong person, ulong seed)
    {
        var dice = new Dice(seed, "still");
        var setting = Setting.Draw(seed);
        var isHeld = kind is "print" or "replay";
        var eyes = dice.Happens(0.22f) ? 0 : dice.Happens(0.12f) ? dice.Between(0.1f, 0.8f) : 1;
        var state = new FaceState
        {
            Yaw = Math.Clamp(13 * dice.Normal(), -42, 42),
            Pitch = Math.Clamp(8 * dice.Normal(), -25, 25),
            Roll = Math.Clamp(8 * dice.Normal(), -28, 28),
            Distance = isHeld ? dice.Between(38, 52) : 32 + 70 * dice.Unit() * dice.Unit(),
            X = dice.Between(-0.1f, 0.1f) * (isHeld ? 20 : 60),
            Y = dice.Between(-2, 3),
            RightEye = eyes,
            LeftEye = dice.Happens(0.04f) ? 1 - eyes : eyes,
            MouthOpen = dice.Happens(0.25f) ? dice.Between(0.02f, 0.35f) : 0,
            Smile = dice.Happens(0.4f) ? dice.Between(0, 1.4f) : 0,
            GazeX = Math.Clamp(0.1f * dice.Normal(), -0.3f, 0.3f),
            GazeY = Math.Clamp(0.05f * dice.Normal(), -0.12f, 0.12f),
        };
        var actor = new Actor(new Person(person), Look.Draw(new Dice(seed, "look")), new Behaviour(seed, state, 0));
        if (isHeld) return new HeldScene(new LiveScene(Setting.Draw(seed + 71), actor), setting, kind == "print");
        return kind == "live" ? new LiveScene(setting, actor) : new LiveScene(setting, actor with { Cover = CoverKinds.Draw(kind, dice) });
    }

    /// <summary>A person in front of the camera who looks into it and blinks.</summary>
    public static Actor Sitting(ulong person, ulong seed, double seconds, FaceState? rest = null) =>
        new(
            new Person(person), Look.Draw(new Dice(seed, "look")),
            new Behaviour(Dice.Mix(seed) ^ person, rest ?? At(seed, 46, 60)).Blinking(seconds));

    static FaceState At(ulong seed, float nearest, float farthest)
    {
        var dice = new Dice(seed, "place");
        return new()
        {
            Distance = dice.Between(nearest, farthest),
            X = dice.Between(-2, 2),
            Y = dice.Between(-0.5f, 2),
            Yaw = dice.Between(-5, 5),
            Pitch = dice.Between(-4, 4),
            Roll = dice.Between(-3, 3),
            Smile = dice.Between(0, 0.25f),
        };
    }
}
