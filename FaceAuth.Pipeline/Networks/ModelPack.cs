using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Networks;

/// <summary>The models of one pack, loaded and checked.</summary>
/// <remarks>
/// Weights are shared; each worker takes its own <see cref="FaceModels"/>. Safe from many threads. Dispose it after the workers.
/// </remarks>
internal sealed class ModelPack : IModelPack
{
    // What makes a false match ten times rarer, for models whose search nobody has measured: on LFW, all against all,
    // from 1e-4 to 1e-5 it takes 0.062 with mobilefacenet_128d and 0.051 with w600k.
    const float TenfoldRarer = 0.06f;

    readonly Dictionary<string, OnnxSession> _sessions;
    readonly InferenceOptions _inference;
    PadFusion? _fusion;
    FaceCohort? _cohort;

    volatile string? _notice;

    ModelPack(
        PackEntry pack, Dictionary<string, OnnxSession> sessions, InferenceProvider provider, string? missing, InferenceOptions inference)
    {
        (_sessions, _inference, Provider, Entry, _notice) = (sessions, inference, provider, pack, missing);
        foreach (var session in sessions.Values) session.FailedOver += fault => Noticed?.Invoke(_notice = fault.Message);
        NetworkIds = [.. sessions.Values.Select(session => session.Model.Id).Distinct()];
    }

    /// <summary>The pack's name, as in the manifest.</summary>
    public string Name => Entry.Name;

    /// <summary>The pack's entry in the manifest: licence, members.</summary>
    public PackEntry Entry { get; }

    /// <summary>Ids of the loaded networks.</summary>
    public IReadOnlyList<string> NetworkIds { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ModelIds => [.. NetworkIds, Fusion.Id];

    /// <summary>The manifest's entry of the model that makes templates: id, embedding length, thresholds.</summary>
    public ModelEntry Embedder => this[PackRole.Embedder].Model;

    /// <inheritdoc/>
    public string TemplateModel => Embedder.TemplateModel;

    /// <inheritdoc/>
    public int EmbeddingLength => Embedder.EmbeddingLength;

    /// <inheritdoc/>
    public float VerifyAt => VerifyAtOf(Embedder);

    /// <inheritdoc/>
    public float IdentifyAt => IdentifyAtOf(Embedder);

    /// <inheritdoc/>
    public float CoveredAt => this[PackRole.Obstacle].Model.Threshold("minMargin");

    /// <inheritdoc/>
    public FaceConfirmation? Confirmation => FaceConfirmation.Of(this[PackRole.Detector].Model, DetectorSide);

    /// <inheritdoc/>
    public FaceCohort? Cohort => _cohort;

    /// <summary>What runs the models; never Auto.</summary>
    public InferenceProvider Provider { get; }

    /// <inheritdoc/>
    public string RunsOn => Provider.ToString();

    /// <summary>Faces that one run looks at where a GPU runs it; 1 on the processor, where a batch costs as much as its items.</summary>
    public int AtOnce => Provider == InferenceProvider.Cpu ? 1 : _inference.BatchOn(Provider);

    /// <summary>What the operator should know though the models work: which pack or processor stands in, and why; else null.</summary>
    public string? Notice => Choice is null ? _notice : _notice is null ? Choice : $"{Choice} {_notice}";

    /// <summary>What the operator should know about the pack that was taken; null where it is the one wanted.</summary>
    public string? Choice { get; private set; }

    /// <summary>That the processor stands in for a GPU, and why; else null.</summary>
    public string? Fallback => _notice;

    /// <summary>Told once for each model that goes over to the processor, from the worker's thread.</summary>
    public event Action<string>? Noticed;

    /// <summary>Judges attacks.</summary>
    /// <exception cref="ModelException">The pack was loaded without it.</exception>
    public PadFusion Fusion => _fusion ?? throw new ModelException("The pack was loaded without the attack fusion.");

    /// <summary>The session that fills a role of <see cref="PackRole"/>.</summary>
    internal OnnxSession this[string role] => _sessions[role];

    /// <summary>The session that fills a role which a pack may leave out; null then.</summary>
    internal OnnxSession? Optional(string role) => _sessions.GetValueOrDefault(role);

    /// <summary>
    /// Finds, checks and loads every model of the pack that <paramref name="models"/> names, or that <see cref="PackChoice"/> takes.
    /// </summary>
    /// <exception cref="ModelException">
    /// A file is missing, unreadable, has a wrong checksum or wrong shapes, or the provider is not there.
    /// </exception>
    public static ModelPack Load(ModelsOptions models, InferenceOptions inference)
    {
        var path = models.Manifest ?? ModelManifest.DefaultPath;
        var manifest = ModelManifest.Read(path);
        var directory = ModelDirectory.From(models);
        var (pack, choice) = PackChoice.Of(models, manifest, directory);
        var fusion = PadFusionFile.Read(manifest, pack, path);
        if (fusion.TakesClose && !pack.Members.ContainsKey(PackRole.AntiSpoofClose))
            throw new ModelException(
                $"The attack fusion {fusion.Id} needs a model for {PackRole.AntiSpoofClose}, which the pack {pack.Name} lacks: "
                + "restore models/manifest.json or add it.");
        var loaded = Load(manifest, pack, directory, inference);
        loaded._fusion = fusion;
        try
        {
            loaded._cohort = FaceCohortFile.Read(loaded.Embedder, path);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }

        loaded.Choice = choice;
        return loaded;
    }

    /// <summary>Finds, checks and loads every model of <paramref name="pack"/>.</summary>
    /// <exception cref="ModelException">
    /// A file is missing, unreadable, has a wrong checksum or wrong shapes, or the provider is not there.
    /// </exception>
    public static ModelPack Load(ModelManifest manifest, PackEntry pack, ModelDirectory directory, InferenceOptions inference)
    {
        // A missing file is found out before any is loaded.
        var (provider, missing) = ProviderChoice.Resolve(inference);
        var prefersHalf = inference.HalfPrecision && provider != InferenceProvider.Cpu;
        var chosen = PackRole.Of(pack).ToDictionary(role => role, role => Choose(manifest, pack.Members[role], directory, prefersHalf));
        var sessions = new Dictionary<string, OnnxSession>();
        try
        {
            foreach (var (role, model) in chosen) sessions[role] = OnnxSession.Open(model, directory.Read(model), provider, inference);
            return new(pack, sessions, provider, missing, inference);
        }
        catch
        {
            foreach (var session in sessions.Values) session.Dispose();
            throw;
        }
    }

    /// <summary>Side of the square that the detector looks at, in pixels.</summary>
    public int DetectorSide => (_inference.DetectorSide + LetterboxFit.Step - 1) / LetterboxFit.Step * LetterboxFit.Step;

    /// <summary>Models with their own tensors for one worker, who disposes them.</summary>
    public FaceModels ForWorker() => new(this);

    /// <inheritdoc/>
    IFaceModels IModelPack.ForWorker() => ForWorker();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values) session.Dispose();
    }

    /// <summary>What a recogniser's scores are held against where one is compared with one.</summary>
    internal static float VerifyAtOf(ModelEntry embedder) => embedder.Threshold("accept");

    /// <summary>What they are held against where one is compared with many.</summary>
    internal static float IdentifyAtOf(ModelEntry embedder) =>
        embedder.Thresholds.FirstOrDefault(threshold => threshold.Name == "identify")?.Value ?? VerifyAtOf(embedder) + TenfoldRarer;

    static ModelEntry Choose(ModelManifest manifest, IReadOnlyList<string> ids, ModelDirectory directory, bool prefersHalf)
    {
        var models = ids.Select(manifest.Model).OrderByDescending(model => prefersHalf && model.Inputs[0].Type == "float16").ToList();
        return models.FirstOrDefault(model => directory.Find(model) is not null)
            ?? throw new ModelException(directory.Missing(models.FirstOrDefault(model => model.Source.Url is not null) ?? models[0]));
    }
}
