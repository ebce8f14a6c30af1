namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>
/// The project's own small model: a logistic regression from <see cref="PadFeatures"/> to one score. Trained, measured
/// and described in models/training/pad; its coefficients are models/pad_fusion.json. Immutable.
/// </summary>
/// <param name="Id">Its id, which decisions name among the models used.</param>
/// <param name="Features">One term for each of <see cref="Names"/>, in that order, and perhaps one for <see cref="Close"/>.</param>
/// <param name="Intercept">Added to the terms; set so that a score of 0.75 is the threshold chosen in training.</param>
internal sealed record PadFusion(string Id, IReadOnlyList<PadTerm> Features, float Intercept)
{
    /// <summary>Names of the features, in the order of <see cref="PadFeatures"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["narrow", "wide", "stir", "texturedStir"];

    /// <summary>Name of the feature that only packs with an "antiSpoofClose" model have.</summary>
    public const string Close = "close";

    /// <summary>Whether it goes by the closest crop, too.</summary>
    public bool TakesClose => Features.Count > Names.Count;

    /// <summary>Attack 0, live 1.</summary>
    public float Score(in PadFeatures features)
    {
        var sum = Intercept + Features[0].Of(features.Narrow) + Features[1].Of(features.Wide)
            + Features[2].Of(features.Stir) + Features[3].Of(features.TexturedStir);
        if (TakesClose) sum += Features[4].Of(features.Close);
        return 1 / (1 + MathF.Exp(-sum));
    }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Fault()
    {
        if (string.IsNullOrWhiteSpace(Id)) return "has no id";
        var names = Features.Select(term => term.Name).ToList();
        if (!names.SequenceEqual(Names) && !names.SequenceEqual([.. Names, Close]))
            return $"needs the features {string.Join(", ", Names)} and perhaps {Close}, in that order";
        if (!float.IsFinite(Intercept)) return "has no finite intercept";
        if (Features.FirstOrDefault(term => !term.IsScaled) is { } odd)
            return $"needs a finite mean and a deviation above 0 for {odd.Name}";
        // each speaks for a live face the more the larger it is; a weight below 0 would let an attack gain by looking worse
        return Features.FirstOrDefault(term => !float.IsFinite(term.Weight) || term.Weight < 0) is { } wrong
            ? $"needs a weight of 0 or more for {wrong.Name}"
            : null;
    }
}
