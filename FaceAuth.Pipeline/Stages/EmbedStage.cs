using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>
/// Embeds the face of a picture that passed every gate, and compares it with the subject's templates. A picture that
/// looks like an attack is embedded too: it may speak against the person, never for them.
/// </summary>
internal sealed class EmbedStage(IFaceModels models, FaceGate gate, int embeddingLength) : FrameStage(models)
{
    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) => Models.Embed(picture, face.Points, new float[embeddingLength]);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) =>
        job.Wants(FrameWants.Embed) && job.Evidence.Searched && gate.Judge(job.Evidence) == FrameFlaw.None;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs) Embed(job);
    }

    void Embed(FrameJob job)
    {
        var evidence = job.Evidence;
        // the mesh's points lie better than the detector's: see MeshResult.Points
        Models.Embed(job.Picture, evidence.Mesh is { } mesh ? mesh.Points : job.Face.Points, evidence.Embedding);
        evidence.IsEmbedded = true;
        evidence.Similarity = job.Templates?.BestSimilarity(evidence.Embedding);
    }
}
