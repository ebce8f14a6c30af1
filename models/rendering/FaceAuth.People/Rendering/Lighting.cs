using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>A soft main light, a weaker one from elsewhere and light from all around; colours in linear light.</summary>
internal sealed record Lighting
{
    /// <summary>Where the main light comes from, length 1.</summary>
    public required V3 Main { get; init; }

    /// <summary>Its colour and strength.</summary>
    public required V3 MainColour { get; init; }

    /// <summary>Where the second light comes from.</summary>
    public required V3 Second { get; init; }

    /// <summary>Its colour and strength.</summary>
    public required V3 SecondColour { get; init; }

    /// <summary>Light from all around; what comes from above counts fully, from below half.</summary>
    public required V3 Around { get; init; }

    /// <summary>Light from the screen before the face, of its colour and strength at the face; none where nobody lights it so.</summary>
    public V3 Screen { get; init; }

    /// <summary>Lets light fall on a dull surface.</summary>
    public V3 On(V3 normal) => FromRoom(normal) + FromScreen(normal);

    /// <summary>The same on a surface whose own colour holds some of the room's light already.</summary>
    /// <param name="normal">Of the surface.</param>
    /// <param name="share">How much of the room's light is still to fall on it, 0–1.</param>
    /// <param name="held">How bright what it holds is.</param>
    public V3 On(V3 normal, float share, float held = 1) =>
        V3.Mix(new(held, held, held), FromRoom(normal), share) + FromScreen(normal);

    /// <summary>The screen's light alone: it stands where the camera does.</summary>
    public V3 FromScreen(V3 normal) => Screen * Math.Max(0, -normal.Z);

    V3 FromRoom(V3 normal)
    {
        // half-lambert on the main light: windows and ceilings are large
        var main = (V3.Dot(normal, Main) + 0.35f) / 1.35f;
        var second = (V3.Dot(normal, Second) + 0.35f) / 1.35f;
        var sum = Around * (0.78f - 0.22f * normal.Y);
        if (main > 0) sum += MainColour * main;
        if (second > 0) sum += SecondColour * second;
        return sum;
    }

    /// <summary>Gloss: how much of the main light a surface throws towards the camera, per unit of its gloss.</summary>
    /// <param name="place">Of the surface in camera space.</param>
    /// <param name="normal">Its normal.</param>
    /// <param name="doublings">How sharp: the cosine is squared so many times.</param>
    public V3 Gloss(V3 place, V3 normal, int doublings)
    {
        var half = (Main - place.Unit).Unit;
        var cosine = V3.Dot(half, normal);
        if (cosine <= 0) return default;
        for (var i = 0; i < doublings; i++) cosine *= cosine;
        return MainColour * cosine;
    }

    /// <summary>A light of the kind that rooms have, drawn at random.</summary>
    public static Lighting Draw(Dice dice)
    {
        var (side, height) = (dice.Between(-1.1f, 1.1f), dice.Between(-1.1f, -0.15f));
        var main = new V3(side, height, -1).Unit;
        var second = new V3(-side + dice.Between(-0.3f, 0.3f), dice.Between(-0.6f, 0.3f), -0.6f).Unit;
        var warm = dice.Between(-1, 1);
        var contrast = dice.Between(0.25f, 0.75f);
        var tint = new V3(1 + 0.10f * warm, 1, 1 - 0.13f * warm);
        var other = new V3(1 - 0.05f * warm, 1, 1 + 0.06f * warm);
        return new()
        {
            Main = main,
            MainColour = tint * (0.85f * contrast),
            Second = second,
            SecondColour = other * dice.Between(0.05f, 0.2f),
            Around = other * (1.02f - 0.75f * contrast),
        };
    }
}
