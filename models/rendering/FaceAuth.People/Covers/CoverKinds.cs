using FaceAuth.People.Numbers;

namespace FaceAuth.People.Covers;

/// <summary>Draws things to hide behind.</summary>
internal static class CoverKinds
{
    /// <summary>All kinds that hide something, by the name in labels.</summary>
    public static string[] Obstacles { get; } = ["mask", "sunglasses", "hand_mouth", "hand_eye", "scarf", "phone"];

    static readonly V3[] Masks =
    [
        new(0.35f, 0.55f, 0.68f), new(0.78f, 0.8f, 0.8f), new(0.02f, 0.02f, 0.025f), new(0.1f, 0.18f, 0.4f), new(0.6f, 0.3f, 0.35f),
        new(0.3f, 0.55f, 0.5f),
    ];

    /// <summary>One of a kind; "glasses" are clear ones, which hide nothing.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static Cover Draw(string kind, Dice dice) => kind switch
    {
        "mask" => new MaskCover(dice.Of(Masks) * dice.Between(0.85f, 1.1f), (uint)dice.Next()),
        "scarf" => new MaskCover(
            new(dice.Between(0.02f, 0.6f), dice.Between(0.02f, 0.5f), dice.Between(0.02f, 0.5f)), (uint)dice.Next(), isScarf: true),
        "sunglasses" => new GlassesCover(
            Grey(dice, 0.01f, 0.1f), new(dice.Between(0.004f, 0.03f), 0.008f, dice.Between(0.004f, 0.02f)),
            dice.Between(0.9f, 0.99f), dice.Between(0.55f, 1)),
        "glasses" => new GlassesCover(Grey(dice, 0.01f, 0.3f), new(0.1f, 0.1f, 0.1f), dice.Between(0.02f, 0.07f), dice.Between(0.5f, 1)),
        "hand_mouth" => new HandCover(new(dice.Between(-1.5f, 1.5f), dice.Between(4.5f, 6), -6.5f), dice.Between(-75, 75)),
        "hand_eye" => new HandCover(
            new((dice.Happens(0.5f) ? 1 : -1) * dice.Between(3, 4.2f), dice.Between(-2.2f, -0.2f), -5.5f), dice.Between(-40, 40)),
        "phone" => new HandCover(
            new((dice.Happens(0.5f) ? 1 : -1) * dice.Between(2.5f, 4), dice.Between(-1, 4), -6), dice.Between(-25, 25),
            holdsPhone: true),
        _ => throw new ArgumentException($"There is no cover \"{kind}\".", nameof(kind)),
    };

    static V3 Grey(Dice dice, float least, float most) =>
        new V3(1, dice.Between(0.8f, 1), dice.Between(0.6f, 1)) * dice.Between(least, most);
}
