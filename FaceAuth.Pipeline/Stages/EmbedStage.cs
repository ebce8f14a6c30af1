using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Embeds the face of a picture that passed every gate, and compares it with the subject's templates.</summary>
/// <remarks>
/// A picture that looks like an attack is embedded too: it may speak against the person, never for them. So is one in which a challenge is
/// answered, turned or close as that may be: it tells whose answer it is.
/// </remarks>
internal sealed class EmbedStage(IFaceModels models, FaceGate gate, int embeddingLength, FaceCohort? cohort) : FrameStage(models)
{
    readonly BatchCall<FacePoints, float> _call = new();
    float[] _embeddings = new float[embeddingLength];

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) =>
        Models.Embed([picture], [face.Points], new float[embeddingLength]);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => gate.Judge(job.Evidence) switch
    {
        FrameFlaw.None => job.Wants(FrameWants.Bind) || (job.Wants(FrameWants.Embed) && job.Evidence.Searched),
        FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff => job.Wants(FrameWants.Bind),
        _ => false,
    };

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _call.Clear();
        // the mesh's points lie better than the detector's: see MeshResult.Points
        foreach (var job in jobs) _call.Add(job.Picture, job.Evidence.Mesh is { } mesh ? mesh.Points : job.Face.Points);
        var floats = jobs.Length * embeddingLength;
        if (_embeddings.Length < floats) _embeddings = new float[2 * floats];
        Models.Embed(_call.Pictures, _call.Inputs, _embeddings.AsSpan(0, floats));
        for (var i = 0; i < jobs.Length; i++)
        {
            var evidence = jobs[i].Evidence;
            _embeddings.AsSpan(i * embeddingLength, embeddingLength).CopyTo(evidence.Embedding);
            evidence.IsEmbedded = true;
            if (jobs[i].Templates is not { } templates) continue;
            var shift = cohort?.Shift(evidence.Embedding) ?? 0;
            evidence.Similarity = templates.BestSimilarity(evidence.Embedding) - shift;
            evidence.EnrolledSimilarity = templates.EnrolledCount == templates.Count
                ? evidence.Similarity
                : templates.BestEnrolledSimilarity(evidence.Embedding) - shift;
        }
    }
}
