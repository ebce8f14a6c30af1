using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Pipeline;

/// <summary>How the models come to be loaded: at the start and, where that failed, at every further try.</summary>
/// <param name="Pack">Name of the pack, for whoever asks before it is loaded.</param>
/// <param name="Load">
/// Finds, checks and loads it, which takes a second or so; throws <see cref="ModelException"/> where a model cannot be used.
/// </param>
internal sealed record PackLoader(string Pack, Func<IModelPack> Load)
{
    /// <summary>Loads the pack that the options name, and logs what the operator should know of it.</summary>
    public static PackLoader Of(ModelsOptions models, InferenceOptions inference, ILogger log) =>
        new(models.Pack ?? ModelsOptions.PreferredPack, () => LoadLogged(models, inference, log));

    static ModelPack LoadLogged(ModelsOptions models, InferenceOptions inference, ILogger log)
    {
        var pack = ModelPack.Load(models, inference);
        PipelineLog.Provider(log, pack.Provider);
        if (pack.Choice is { } choice) PipelineLog.RunsOnAnotherPack(log, choice);
        if (pack.Fallback is { } notice) PipelineLog.RunsOtherwise(log, notice);
        pack.Noticed += problem => PipelineLog.RunsOtherwise(log, problem);
        return pack;
    }
}
