using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;


namespace FaceAuth.Accuracy.Examining;

/// <summary>
/// A loaded model pack and the decision's gate, from which each worker takes a <see cref="FaceExaminer"/>. Safe from many
/// threads. Dispose it after them.
/// </summary>
internal sealed class FaceExaminers : IDisposable
{
    readonly ModelPack _pack;
    readonly FaceGate _gate;
    readonly FaceGate _judge;
    readonly BlinkOptions _blink;
    readonly float? _doubtBelow;
    readonly bool _takesCentral;

    FaceExaminers(ModelPack pack, DecisionOptions decision, ExamineGate gate)
    {
        _pack = pack;
        _blink = decision.Blink;
        _judge = new FaceGate(decision.Gate, _pack.CoveredAt);
        _doubtBelow = gate == ExamineGate.Decision ? null : decision.Gate.Presence;
        _takesCentral = gate == ExamineGate.OpenCentral;
        _gate = gate == ExamineGate.Decision ? _judge : new FaceGate(Widen(decision.Gate), _pack.CoveredAt);
    }

    /// <summary>The manifest that is used where the options name none.</summary>
    public static string DefaultManifest => ModelManifest.DefaultPath;

    /// <summary>The decision's own gate.</summary>
    internal FaceGate Judge => _judge;

    /// <summary>Name of the pack.</summary>
    public string Pack => _pack.Name;

    /// <summary>Ids of the loaded models.</summary>
    public IReadOnlyList<string> ModelIds => _pack.ModelIds;

    /// <summary>Id of the model that makes embeddings.</summary>
    public string EmbedderId => _pack.Embedder.Id;

    /// <summary>Floats in one embedding.</summary>
    public int EmbeddingLength => _pack.EmbeddingLength;

    /// <summary>Cosine similarity at which two faces count as one person's when verifying.</summary>
    public float VerifyAt => _pack.VerifyAt;

    /// <summary>The same when identifying.</summary>
    public float IdentifyAt => _pack.IdentifyAt;

    /// <summary>What is taken from a probe's cosine similarity to anybody.</summary>
    public float ShiftOf(ReadOnlySpan<float> probe) => _pack.Cohort?.Shift(probe) ?? 0;

    /// <summary>Every threshold of the pack's models that the manifest has.</summary>
    public IReadOnlyList<PackThreshold> Thresholds =>
        [.. PackRole.Of(_pack.Entry).Select(role => _pack[role].Model).DistinctBy(model => model.Id)
            .SelectMany(model => model.Thresholds.Select(
                threshold => new PackThreshold(model.Id, threshold.Name, threshold.Value, threshold.From, threshold.WorstGroup)))];

    /// <summary>Finds, checks and loads the models that the options name; takes a second or so.</summary>
    /// <exception cref="ModelException">A model cannot be used; the message says what to do about it.</exception>
    internal static FaceExaminers Load(ModelsOptions models, InferenceOptions inference, DecisionOptions decision, ExamineGate gate)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(inference);
        ArgumentNullException.ThrowIfNull(decision);
        return new(ModelPack.Load(models, inference), decision, gate);
    }

    /// <summary>Margin above which the landmarker's points count as covered, where the options set none.</summary>
    internal float CoveredAt => _pack.CoveredAt;

    /// <summary>An examiner for one worker, who disposes it.</summary>
    /// <param name="scoresLive">Whether live or attack is scored too; it costs the most after the embedding.</param>
    /// <param name="embeds">Whether embeddings are made.</param>
    public FaceExaminer ForWorker(bool scoresLive = true, bool embeds = true) =>
        new(
            _pack, _gate, _judge, _doubtBelow, _takesCentral,
            FrameWants.Search | (scoresLive ? FrameWants.AntiSpoof : 0) | (embeds ? FrameWants.Embed : 0));

    /// <summary>A watcher of the blinks in one clip; the caller disposes it.</summary>
    public BlinkWatcher ForBlinks() => new(ForWorker(scoresLive: false, embeds: false), _blink);

    /// <inheritdoc/>
    public void Dispose() => _pack.Dispose();

    // The widest limits there are: a picture is refused when the detector finds no face, and for nothing else.
    static FaceGateOptions Widen(FaceGateOptions options) => options with
    {
        Presence = 0,
        ConfirmAt = float.MinValue,
        MinWidth = 0,
        MinShare = 0,
        MaxShare = float.MaxValue,
        MaxCutOff = float.MaxValue,
        MaxYaw = 180,
        MaxPitch = 180,
        MaxRoll = 180,
        MinLight = float.MinValue,
        MinSharpness = float.MinValue,
        CoveredAt = float.MaxValue,
        CoveredWithMaskAt = float.MaxValue,
        MaskAt = float.MaxValue,
        OtherFaceScore = float.MaxValue,
    };
}
