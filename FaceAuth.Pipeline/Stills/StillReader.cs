using System.Text.Json;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Stills;

/// <inheritdoc/>
internal sealed class StillReader : IStillReader
{
    readonly IModelPack _pack;
    readonly FaceGate _gate;
    readonly FrameStage[] _stages;
    readonly FrameJob _job;
    readonly FollowedFace _followed = new();
    readonly VideoFramePool _frames = new(limit: 1, kept: 1);

    /// <param name="pack">The models; this disposes them.</param>
    /// <param name="decision">What a picture must be like, and what counts as one person.</param>
    public StillReader(IModelPack pack, DecisionOptions decision)
    {
        _pack = pack;
        // a photo proves no life, and old ones of passports are grey; a grey camera is another thing
        _gate = new(decision.Gate with { MinColour = 0 }, pack.CoveredAt);
        _job = new(pack.EmbeddingLength);
        (VerifyAt, IdentifyAt) = (decision.Match.VerifyAt ?? pack.VerifyAt, decision.Match.IdentifyAt ?? pack.IdentifyAt);
        _stages =
        [
            new DetectStage(pack.ForWorker(), _gate),
            new LandmarkStage(pack.ForWorker(), _gate, pack.Confirmation),
            new QualityStage(pack.ForWorker()),
            new ObstacleStage(pack.ForWorker()),
            new EmbedStage(pack.ForWorker(), _gate, pack.EmbeddingLength, pack.Cohort),
        ];
    }

    public string TemplateModel => _pack.TemplateModel;

    public float VerifyAt { get; }

    public float IdentifyAt { get; }

    public float Shift(ReadOnlySpan<float> face) => _pack.Cohort?.Shift(face) ?? 0;

    public StillFace Read(ReadOnlySpan<byte> file)
    {
        var (frame, flaw) = StillPicture.Read(file, _frames);
        if (frame is null) return new(flaw, null);
        _followed.Lose();   // each picture is judged by itself
        _job.Load(_followed, frame, default);
        try
        {
            _job.Wanted = FrameWants.Search | FrameWants.Embed;
            for (var stage = 0; stage < _stages.Length; stage++)
            {
                _stages[stage].Run([_job], stage, TimeProvider.System);
                if (_job.Fault is { } fault) throw new ModelException($"A model failed: {fault.Message}", fault);
            }

            var evidence = _job.Evidence;
            if (_gate.Judge(evidence) is var judged and not FrameFlaw.None)
                return new(JsonNamingPolicy.SnakeCaseLower.ConvertName(judged.ToString()), null);
            return evidence.IsEmbedded
                ? new(null, new(TemplateModel, evidence.Embedding.ToArray(), _gate.QualityOf(evidence))) : new("no_face", null);
        }
        finally
        {
            _job.Unload();
        }
    }

    public void Dispose()
    {
        foreach (var stage in _stages) stage.Dispose();
        _frames.Dispose();
        _pack.Dispose();
    }
}
