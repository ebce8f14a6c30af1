using FaceAuth.People.Numbers;

namespace FaceAuth.People.People;

/// <summary>What a person wears today; differs from session to session.</summary>
/// <param name="Cloth">Colour, linear.</param>
/// <param name="Stripe">Colour of the stripes.</param>
/// <param name="StripeWidth">cm.</param>
/// <param name="Neckline">How far below the chin cloth begins, cm.</param>
/// <param name="Pupil">Radius of the pupils as a share of the irises'.</param>
/// <param name="Gloss">How much the skin shines.</param>
internal sealed record Look(V3 Cloth, V3 Stripe, float StripeWidth, float Neckline, float Pupil, float Gloss)
{
    /// <summary>Draws one.</summary>
    public static Look Draw(Dice dice)
    {
        var cloth = Colour(dice);
        return new(
            cloth, dice.Happens(0.25f) ? Colour(dice) : cloth, dice.Between(1, 5), dice.Between(3.5f, 8), dice.Between(0.32f, 0.5f),
            dice.Between(0.02f, 0.09f));
    }

    static V3 Colour(Dice dice)
    {
        var grey = dice.Between(0.02f, 0.6f);
        var tint = new V3(dice.Between(0.3f, 1), dice.Between(0.3f, 1), dice.Between(0.3f, 1));
        return V3.Mix(new(grey, grey, grey), tint * grey, dice.Unit());
    }
}
