namespace FaceAuth.Signaling.Webhooks;

/// <summary>When an attempt that failed is followed by the next one.</summary>
/// <remarks>
/// The specification's example: ten attempts over three days. Each pause is up to a fifth longer, so that what failed together does
/// not come back together.
/// </remarks>
internal static class WebhookSchedule
{
    const double Jitter = 0.2;

    static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The longest pause that an endpoint may ask for.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>How long to wait after so many attempts; null when the last one was made.</summary>
    /// <param name="tries">Attempts made, 1 or more.</param>
    /// <param name="asked">What the endpoint's Retry-After says; null for nothing.</param>
    /// <param name="random">Spreads it.</param>
    public static TimeSpan? After(int tries, TimeSpan? asked, Random random)
    {
        if (tries > Pauses.Length) return null;
        var pause = Pauses[tries - 1];
        if (asked > pause) pause = asked.Value < Longest ? asked.Value : Longest;
        return pause * (1 + Jitter * random.NextDouble());
    }
}
