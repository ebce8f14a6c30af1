using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Packs;

/// <summary>The models of a <see cref="ModelPack"/>, which it owns.</summary>
internal sealed class PackModelSource(ModelPack pack) : IFaceModelSource
{
    // What makes a false match ten times rarer, for models whose search nobody has measured: on LFW, all against all,
    // from 1e-4 to 1e-5 it takes 0.062 with mobilefacenet_128d and 0.051 with w600k.
    const float TenfoldRarer = 0.06f;

    /// <inheritdoc/>
    public string Pack => pack.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelIds { get; } = [.. pack.ModelIds, pack.Fusion.Id];

    /// <inheritdoc/>
    public string EmbedderId => pack.Embedder.Id;

    /// <inheritdoc/>
    public string TemplateModel => pack.Embedder.TemplateModel;

    /// <inheritdoc/>
    public int AtOnce => pack.AtOnce;

    /// <inheritdoc/>
    public int EmbeddingLength => pack.Embedder.EmbeddingLength;

    /// <inheritdoc/>
    public float VerifyAt => pack.Embedder.Threshold("accept");

    /// <inheritdoc/>
    public float IdentifyAt =>
        pack.Embedder.Thresholds.FirstOrDefault(threshold => threshold.Name == "identify")?.Value ?? VerifyAt + TenfoldRarer;

    /// <inheritdoc/>
    public float CoveredAt => pack[PackRole.Obstacle].Model.Threshold("minMargin");

    /// <inheritdoc/>
    public FaceConfirmation? Confirmation { get; } = FaceConfirmation.Of(pack[PackRole.Detector].Model, pack.DetectorSide);

    /// <inheritdoc/>
    public string? Notice => pack.Notice;

    public PadFusion Fusion => pack.Fusion;

    /// <inheritdoc/>
    public IFaceModels ForWorker() => new PackModels(pack.ForWorker());

    /// <inheritdoc/>
    public void Dispose() => pack.Dispose();
}
