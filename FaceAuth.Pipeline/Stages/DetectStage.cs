using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Searches the whole picture for faces, where that is wanted; otherwise the last face is followed by its mesh.</summary>
internal sealed class DetectStage(IFaceModels models, FaceGate gate) : FrameStage(models)
{
    // more faces than this change nothing: two are too many
    readonly DetectedFace[] _faces = new DetectedFace[16];
    int _found;

    /// <summary>Faces of the picture searched last.</summary>
    public ReadOnlySpan<DetectedFace> Found => _faces.AsSpan(0, _found);

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
        _found = Models.Detect(job.Picture, _faces);
        job.Evidence.Searched = true;
        job.Evidence.Detected = _found;
        job.Evidence.Faces = gate.Count(Found, out var main);
        if (main < 0) return;
        job.Face = _faces[main];
        job.Evidence.Box = job.Face.Box;
    }
}
