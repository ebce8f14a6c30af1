using FaceAuth.People.Model;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;


/// <summary>What makes a person this person; the seed decides all of it.</summary>
internal sealed record Traits
{
    // Beyond this the statistical model has seen nobody.
    const float Furthest = 2.1f;

    /// <summary>Which person.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Along each way to differ in shape, in standard deviations.</summary>
    public required float[] Shape { get; init; }

    /// <summary>Along each way to differ in texture.</summary>
    public required float[] Texture { get; init; }

    /// <summary>Age in years, 18–80: finer or coarser skin, grey hair.</summary>
    public required float Age { get; init; }

    /// <summary>Hair cut.</summary>
    public required HairCut Cut { get; init; }

    /// <summary>Colour of the hair in linear light.</summary>
    public required V3 Hair { get; init; }

    /// <summary>How far up the hair begins, cm below the mesh's upper edge.</summary>
    public required float Hairline { get; init; }

    /// <summary>How thick the hair is, cm.</summary>
    public required float HairVolume { get; init; }

    /// <summary>Colour of the irises in linear light.</summary>
    public required V3 Iris { get; init; }

    /// <summary>Size of the head beside the mean, 0.94–1.06.</summary>
    public required float Size { get; init; }

    /// <summary>Draws a person.</summary>
    public static Traits Of(ulong seed, FaceModel model)
    {
        var dice = new Dice(seed, "traits");
        var age = 18 + 62 * dice.Unit() * dice.Unit();
        V3[] hairs =
        [
            new(0.012f, 0.009f, 0.008f), new(0.03f, 0.018f, 0.011f), new(0.075f, 0.04f, 0.02f), new(0.2f, 0.13f, 0.065f),
            new(0.13f, 0.05f, 0.022f),
        ];
        V3[] irises =
        [
            new(0.045f, 0.022f, 0.01f), new(0.09f, 0.045f, 0.018f), new(0.1f, 0.12f, 0.06f), new(0.11f, 0.17f, 0.24f),
            new(0.14f, 0.16f, 0.17f),
        ];
        var grey = Math.Clamp((age - 35) / 35 + dice.Between(-0.3f, 0.3f), 0, 1);
        var hair = dice.Of<V3>(hairs);
        return new()
        {
            Seed = seed,
            Age = age,
            Shape = Draw(new Dice(seed, "shape"), model.Shapes.Length, 1.2f),
            Texture = Draw(new Dice(seed, "texture"), model.Textures.Length, 1.1f),
            Cut = dice.Of<HairCut>(
                [HairCut.Shaved, HairCut.Short, HairCut.Short, HairCut.Short, HairCut.Medium, HairCut.Medium, HairCut.Long, HairCut.Long]),
            Hair = V3.Mix(hair, new(0.3f, 0.29f, 0.28f), grey * 0.8f),
            Hairline = dice.Between(-1.4f, 0.9f),
            HairVolume = dice.Between(0.5f, 1.5f),
            Iris = dice.Of<V3>(irises) * dice.Between(0.8f, 1.2f),
            Size = dice.Between(0.95f, 1.05f),
        };
    }

    static float[] Draw(Dice dice, int count, float spread)
    {
        var draws = new float[count];
        for (var i = 0; i < count; i++) draws[i] = Math.Clamp(spread * dice.Normal(), -Furthest, Furthest);
        return draws;
    }
}
