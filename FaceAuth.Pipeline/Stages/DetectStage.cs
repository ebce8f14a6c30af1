using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Searches the whole picture for faces, where that is wanted; otherwise the last face is followed by its mesh.</summary>
internal sealed class DetectStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    // more faces than this change nothing: two are too many
    readonly DetectedFace[] _faces = new DetectedFace[16];

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) => Models.Detect(picture, _faces);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => job.Wants(FrameWants.Search) || !job.Followed.IsKnown;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        foreach (var job in jobs) Search(job);
    }

    void Search(FrameJob job)
    {
        var found = Models.Detect(job.Picture, _faces);
        job.Evidence.Searched = true;
        job.Evidence.Detected = found;
        job.Evidence.Faces = gate.Count(_faces.AsSpan(0, found), out var main);
        if (main < 0) return;
        job.Face = _faces[main];
        job.Evidence.Box = job.Face.Box;
    }
}
