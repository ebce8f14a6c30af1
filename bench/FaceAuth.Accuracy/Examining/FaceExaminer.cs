using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Accuracy.Examining;

/// <summary>
/// Looks at single pictures with the stages that <see cref="PipelineRunner"/> runs, in their order, the whole picture searched.
/// </summary>
/// <remarks>With an open gate nothing is judged, so quality and covers are not looked at. One thread at a time.</remarks>
internal sealed class FaceExaminer : IDisposable
{
    readonly FrameStage[] _stages;
    readonly FrameJob _job;
    readonly FollowedFace _followed = new();
    readonly StirMachine _stir = new();
    readonly FaceGate _judge;
    readonly float? _doubtBelow;
    readonly bool _takesCentral;
    readonly FrameWants _wants;
    float? _presence;

    /// <param name="pack">The models.</param>
    /// <param name="gate">What the stages go by.</param>
    /// <param name="judge">The decision's own gate.</param>
    /// <param name="doubtBelow">With an open gate: presence below which the mesh's points are not used; null otherwise.</param>
    /// <param name="takesCentral">Whether of several faces the one in the middle is taken, rather than the largest.</param>
    /// <param name="wants">Which models look.</param>
    internal FaceExaminer(ModelPack pack, FaceGate gate, FaceGate judge, float? doubtBelow, bool takesCentral, FrameWants wants)
    {
        (_judge, _doubtBelow, _takesCentral, _wants) = (judge, doubtBelow, takesCentral, wants);
        _job = new FrameJob(pack.EmbeddingLength);
        _stages =
        [
            new DetectStage(pack.ForWorker(), gate),
            new LandmarkStage(pack.ForWorker(), gate, pack.Confirmation),
            .. doubtBelow is null ? (FrameStage[])[new QualityStage(pack.ForWorker()), new ObstacleStage(pack.ForWorker())] : [],
            new AntiSpoofStage(pack.ForWorker(), gate),
            new EmbedStage(pack.ForWorker(), gate, pack.EmbeddingLength, pack.Cohort),
        ];
    }

    /// <summary>What the stages said about the last picture; the next one overwrites it.</summary>
    internal FrameEvidence Evidence => _job.Evidence;

    /// <summary>The faces found in the last picture; the next one overwrites them.</summary>
    internal ReadOnlySpan<DetectedFace> Found => ((DetectStage)_stages[0]).Found;

    /// <summary>Looks at one picture, which it disposes.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="embedding">Receives the embedding, float32, L2 norm 1, when one is made; empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">The embedding's span has another length; nothing was looked at.</exception>
    /// <exception cref="ModelException">A model failed; the next picture may be looked at.</exception>
    public FaceFindings Examine(VideoFrame frame, Span<float> embedding)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (embedding.Length != 0 && embedding.Length != _job.Evidence.Embedding.Length)
            throw new ArgumentException($"An embedding has {_job.Evidence.Embedding.Length} floats.", nameof(embedding));
        var time = TimeSpan.FromSeconds(frame.RtpTimestamp / 90_000.0);
        _followed.Lose();   // each picture is judged by itself
        _job.Load(_followed, frame, new FrameTime(time, frame.ReceivedAt));
        try
        {
            _job.Wanted = _wants;
            for (var stage = 0; stage < _stages.Length; stage++)
            {
                _stages[stage].Run([_job], stage, TimeProvider.System);
                if (_job.Fault is { } fault) throw new ModelException($"A model failed: {fault.Message}", fault);
                if (_stages[stage] is DetectStage detect && _takesCentral) TakeCentral(detect.Found);
                if (_stages[stage] is not LandmarkStage) continue;
                _presence = _job.Evidence.Mesh?.Presence;
                // the open gate takes the face all the same, by the detector's own points
                if (_presence < _doubtBelow) _job.Evidence.Mesh = null;
            }

            Compare(_job.Evidence);
            if (_job.Evidence.IsEmbedded && embedding.Length > 0) _job.Evidence.Embedding.CopyTo(embedding);
            return Describe(_job.Evidence);
        }
        finally
        {
            _job.Unload();
        }
    }

    /// <summary>
    /// Everything that the last picture's evidence holds, as one JSON object: each field as the stages left it, without
    /// the embedding.
    /// </summary>
    public string EvidenceJson() => Examining.EvidenceJson.Write(_job.Evidence);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var stage in _stages) stage.Dispose();
    }

    // with the picture before, where time goes on: sessions follow one another, each from its own beginning
    void Compare(FrameEvidence evidence)
    {
        if (evidence.Mesh is { } mesh
            && _stir.TryHandle(evidence.Time.Captured, evidence.Sketch, evidence.Box, mesh.KeyPoints, out var change))
            evidence.Change = change;
    }

    void TakeCentral(ReadOnlySpan<DetectedFace> faces)
    {
        var middle = new Vector2(_job.Evidence.Width, _job.Evidence.Height) / 2;
        var nearest = float.PositiveInfinity;
        foreach (var face in faces)
        {
            var distance = Vector2.Distance(face.Box.Centre, middle);
            if (distance >= nearest) continue;
            (nearest, _job.Face, _job.Evidence.Box) = (distance, face, face.Box);
        }
    }

    FaceFindings Describe(FrameEvidence evidence) => new()
    {
        Detected = evidence.Detected,
        Faces = evidence.Faces,
        HasFace = _judge.HasFace(evidence) && !(_presence < _doubtBelow),
        Presence = _presence,
        Certainty = evidence.Certainty,
        IsConfirmed = evidence.Faces > 0 && _judge.IsConfirmed(evidence) && !(_presence < _doubtBelow),
        Width = evidence.Box.Width,
        Flaw = _judge.Judge(evidence).ToString(),
        Cover = _judge.CoverOf(evidence).ToString(),
        Eyes = evidence.Mesh?.SmallerEye,
        Live = evidence.Spoof?.Live,
        IsEmbedded = evidence.IsEmbedded,
    };
}
