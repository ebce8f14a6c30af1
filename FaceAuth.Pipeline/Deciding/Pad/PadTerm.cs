namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>One term of the presentation-attack fusion.</summary>
/// <param name="Name">The feature's name.</param>
/// <param name="Mean">Its mean in training.</param>
/// <param name="Deviation">Its standard deviation in training, above 0.</param>
/// <param name="Weight">What one deviation adds to the log-odds of a live face, 0 or more.</param>
internal sealed record PadTerm(string Name, float Mean, float Deviation, float Weight)
{
    /// <summary>Whether mean and deviation can be reckoned with.</summary>
    internal bool IsScaled => float.IsFinite(Mean) && float.IsFinite(Deviation) && Deviation > 0;

    /// <summary>What a value of the feature adds to the log-odds of a live face.</summary>
    public float Of(float value) => (value - Mean) / Deviation * Weight;
}
