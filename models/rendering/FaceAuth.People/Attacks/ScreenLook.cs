using FaceAuth.People.Numbers;

namespace FaceAuth.People.Attacks;

/// <summary>How a screen looks to a camera; shares of its white unless said otherwise.</summary>
internal sealed record ScreenLook
{
    /// <summary>Of its white beside the room's.</summary>
    public float Brightness { get; init; }

    /// <summary>Contrast.</summary>
    public float Contrast { get; init; }

    /// <summary>Light of its black.</summary>
    public float Black { get; init; }

    /// <summary>Strength of the moiré.</summary>
    public float Moire { get; init; }

    /// <summary>Its waves, radians across and down.</summary>
    public float MoireX { get; init; }

    /// <summary>Down.</summary>
    public float MoireY { get; init; }

    /// <summary>How aslant they are.</summary>
    public float MoireTilt { get; init; }

    /// <summary>Strength of refresh bands.</summary>
    public float Band { get; init; }

    /// <summary>Bands a second that pass.</summary>
    public float BandSpeed { get; init; }

    /// <summary>Strength of the mirrored lamp.</summary>
    public float Glare { get; init; }

    /// <summary>Where.</summary>
    public float GlareX { get; init; }

    /// <summary>Down.</summary>
    public float GlareY { get; init; }

    /// <summary>Width of the black frame as a share of the picture's width.</summary>
    public float Bezel { get; init; }

    /// <summary>Draws one.</summary>
    public static ScreenLook Draw(Dice dice) => new()
    {
        Brightness = dice.Between(0.7f, 1.25f),
        Contrast = dice.Between(0.75f, 0.95f),
        Black = dice.Between(0.01f, 0.04f),
        Moire = dice.Between(0.02f, 0.09f),
        MoireX = dice.Between(90, 420),
        MoireY = dice.Between(90, 420),
        MoireTilt = dice.Between(-120, 120),
        Band = dice.Happens(0.5f) ? dice.Between(0.02f, 0.08f) : 0,
        BandSpeed = dice.Between(0.3f, 2.5f),
        Glare = dice.Between(0.05f, 0.45f),
        GlareX = dice.Between(0, 1),
        GlareY = dice.Between(0, 0.7f),
        Bezel = dice.Between(0.015f, 0.09f),
    };
}
