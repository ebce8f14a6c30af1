using FaceAuth.Pipeline.Models;

namespace FaceAuth.Pipeline.Stages;

/// <summary>The models of a <see cref="ModelPack"/>, which it owns.</summary>
internal sealed class PackModelSource(ModelPack pack) : IFaceModelSource
{
    /// <inheritdoc/>
    public string Pack => pack.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelIds => pack.ModelIds;

    /// <inheritdoc/>
    public string EmbedderId => pack.Embedder.Id;

    /// <inheritdoc/>
    public int EmbeddingLength => pack.Embedder.EmbeddingLength;

    /// <inheritdoc/>
    public float VerifyAt => pack.Embedder.Threshold("verify");

    /// <inheritdoc/>
    public float IdentifyAt => pack.Embedder.Threshold("identify");

    /// <inheritdoc/>
    public IFaceModels ForWorker() => new PackModels(pack.ForWorker());

    /// <inheritdoc/>
    public void Dispose() => pack.Dispose();
}
