using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>What a session's pictures say together, each a mean over them; the input of <see cref="PadFusion"/>.</summary>
/// <param name="Narrow">Bounded log-odds of a live face by the narrow crop: tanh(log-odds ÷ 8), −1…1.</param>
/// <param name="Wide">The same by the wide crop.</param>
/// <param name="Stir">
/// How much more the face changes than the scene: <see cref="SceneChange.Stir"/> within 0…1.2; 0 where nothing is known, and where the
/// scene is the livelier, as in a street.
/// </param>
/// <param name="TexturedStir">The same of <see cref="SceneChange.TexturedStir"/> within −0.5…1.5.</param>
/// <param name="Close">As <paramref name="Narrow"/> by the closest crop; 0 where no network looks at it.</param>
internal readonly record struct PadFeatures(float Narrow, float Wide, float Stir, float TexturedStir, float Close = 0)
{
    // float32 probabilities end about here
    const float MostOdds = 15;

    /// <summary>A probability as bounded log-odds.</summary>
    /// <remarks>
    /// Without the bound a picture that the network is absurdly sure of outweighs all others, and how sure it is absurdly depends on the
    /// camera.
    /// </remarks>
    public static float Odds(float probability)
    {
        var odds = MathF.Log(probability / (1 - probability));
        return MathF.Tanh(Math.Clamp(odds, -MostOdds, MostOdds) / 8);
    }

    /// <summary>A change's stir, bounded.</summary>
    public static float StirOf(in SceneChange change) => Math.Clamp(change.Stir, 0, 1.2f);

    /// <summary>A change's textured stir, bounded.</summary>
    public static float TexturedStirOf(in SceneChange change) => Math.Clamp(change.TexturedStir, -0.5f, 1.5f);
}
