using FaceAuth.Pipeline.Models;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Loads a <see cref="ModelPack"/>.</summary>
internal sealed class PackModelLoader(IOptions<ModelsOptions> models, IOptions<InferenceOptions> inference) : IFaceModelLoader
{
    /// <inheritdoc/>
    public string Pack => models.Value.Pack;

    /// <inheritdoc/>
    public IFaceModelSource Load() => new PackModelSource(ModelPack.Load(models.Value, inference.Value));
}
