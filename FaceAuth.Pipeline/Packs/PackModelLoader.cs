using FaceAuth.Pipeline.Inference;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Loads a <see cref="ModelPack"/>.</summary>
internal sealed class PackModelLoader(IOptions<ModelsOptions> models, IOptions<InferenceOptions> inference, ILogger<PackModelLoader> log) : IFaceModelLoader
{
    /// <inheritdoc/>
    public string Pack => models.Value.Pack ?? ModelsOptions.PreferredPack;

    /// <inheritdoc/>
    public IFaceModelSource Load()
    {
        var pack = ModelPack.Load(models.Value, inference.Value);
        PipelineLog.Provider(log, pack.Provider);
        if (pack.Choice is { } choice) PipelineLog.RunsOnAnotherPack(log, choice);
        if (pack.Fallback is { } notice) PipelineLog.RunsOtherwise(log, notice);
        pack.Noticed += problem => PipelineLog.RunsOtherwise(log, problem);
        return new PackModelSource(pack);
    }
}
