namespace FaceAuth.Pipeline.Models;

/// <summary>
/// The models of one pack, loaded and checked. Weights are shared; each worker takes its own
/// <see cref="PackWorker"/>. Safe from many threads. Dispose it after the workers.
/// </summary>
internal sealed class ModelPack : IDisposable
{
    /// <summary>The pack's name, as in the manifest.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>Ids of the loaded models.</summary>
    public IReadOnlyList<string> ModelIds => throw new NotImplementedException();

    /// <summary>The manifest's entry of the model that makes templates: id, embedding length, thresholds.</summary>
    public ModelEntry Embedder => throw new NotImplementedException();

    /// <summary>What runs the models; never Auto.</summary>
    public InferenceProvider Provider => throw new NotImplementedException();

    /// <summary>Finds, checks and loads every model of the pack that <paramref name="models"/> names.</summary>
    /// <exception cref="ModelException">A file is missing, unreadable, has a wrong checksum or wrong shapes, or the provider is not there.</exception>
    public static ModelPack Load(ModelsOptions models, InferenceOptions inference) => throw new NotImplementedException();

    /// <summary>Tensors for one worker; the worker's stage disposes them.</summary>
    public PackWorker ForWorker() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
