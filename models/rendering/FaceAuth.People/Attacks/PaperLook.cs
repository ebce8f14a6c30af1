using FaceAuth.People.Numbers;

namespace FaceAuth.People.Attacks;

/// <summary>How a print looks.</summary>
internal sealed record PaperLook
{
    /// <summary>White border as a share of the sheet.</summary>
    public float Border { get; init; }

    /// <summary>How much of the colours is left.</summary>
    public float Colour { get; init; }

    /// <summary>Light of the blackest ink.</summary>
    public float Black { get; init; }

    /// <summary>Strength of the printer's dots.</summary>
    public float Dots { get; init; }

    /// <summary>Their waves, radians across the sheet.</summary>
    public float Screen { get; init; }

    /// <summary>Strength of the lines of its passes.</summary>
    public float Lines { get; init; }

    /// <summary>Gloss: plain paper about 0, photo paper 0.3.</summary>
    public float Gloss { get; init; }

    /// <summary>How much it is bent, 0 flat.</summary>
    public float Bend { get; init; }

    /// <summary>Of its noise.</summary>
    public uint Seed { get; init; }

    /// <summary>Draws one.</summary>
    public static PaperLook Draw(Dice dice) => new()
    {
        Border = dice.Happens(0.7f) ? dice.Between(0.02f, 0.07f) : 0,
        Colour = dice.Between(0.45f, 0.9f),
        Black = dice.Between(0.03f, 0.09f),
        Dots = dice.Between(0.01f, 0.08f),
        Screen = dice.Between(500, 900),
        Lines = dice.Between(0, 0.06f),
        Gloss = dice.Happens(0.4f) ? dice.Between(0.1f, 0.4f) : 0,
        Bend = dice.Between(0, 2.5f),
        Seed = (uint)dice.Next(),
    };
}
