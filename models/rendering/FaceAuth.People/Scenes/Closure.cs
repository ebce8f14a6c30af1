namespace FaceAuth.People.Scenes;

/// <summary>The eyes close once.</summary>
/// <param name="Start">When the lids begin to move, in seconds.</param>
/// <param name="Hold">How long they stay closed.</param>
internal readonly record struct Closure(double Start, double Hold)
{
    const double Down = 0.08;
    const double Up = 0.14;

    /// <summary>When the eyes are open again.</summary>
    public double End => Start + Down + Hold + Up;

    /// <summary>How far the eyes are closed at a time: 0 open, 1 closed.</summary>
    public double At(double seconds)
    {
        var t = seconds - Start;
        if (t <= 0 || t >= Down + Hold + Up) return 0;
        var share = t < Down ? t / Down : t <= Down + Hold ? 1 : (Down + Hold + Up - t) / Up;
        return share * share * (3 - 2 * share);
    }
}
