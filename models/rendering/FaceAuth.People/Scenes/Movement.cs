namespace FaceAuth.People.Scenes;

/// <summary>Something a person does once: goes there, stays, comes back.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">When, in seconds.</param>
/// <param name="Go">How long the way there takes, and back.</param>
/// <param name="Stay">How long they stay.</param>
/// <param name="Size">How far: degrees, shares of the mouth as <see cref="People.FaceState"/> has them, or cm closer.</param>
internal readonly record struct Movement(MovementKind Kind, double Start, double Go, double Stay, float Size)
{
    /// <summary>When it is over.</summary>
    public double End => Start + 2 * Go + Stay;

    /// <summary>How far at a time.</summary>
    public float At(double seconds)
    {
        var t = seconds - Start;
        if (t <= 0 || t >= 2 * Go + Stay) return 0;
        var share = t < Go ? t / Go : t <= Go + Stay ? 1 : (2 * Go + Stay - t) / Go;
        return Size * (float)(share * share * (3 - 2 * share));
    }
}
