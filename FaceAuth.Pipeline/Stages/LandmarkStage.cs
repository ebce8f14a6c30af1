using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Lays the mesh on the face that was found, or on where the last picture's face was.</summary>
/// <remarks>Eyes, presence, and the way to the next picture.</remarks>
/// <param name="models">The worker's models.</param>
/// <param name="gate">Says whether there is a face to follow.</param>
/// <param name="confirmation">Weighs what detector and mesh say; null for the mesh alone.</param>
internal sealed class LandmarkStage(IFaceModels models, FaceGate gate, FaceConfirmation? confirmation) : FrameStage(models)
{
    readonly BatchCall<MeshRegion, MeshResult> _call = new();
    readonly List<FrameJob> _meshed = [];

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) =>
        Models.Mesh([picture], [Models.RegionOf(face)], new MeshResult[1]);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => true;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _call.Clear();
        _meshed.Clear();
        foreach (var job in jobs)
        {
            if (job.Evidence is { Searched: true, Faces: 0 }) continue;
            _call.Add(job.Picture, job.Evidence.Searched ? Models.RegionOf(job.Face) : job.Followed.Region);
            _meshed.Add(job);
        }

        if (_meshed.Count > 0) Models.Mesh(_call.Pictures, _call.Inputs, _call.Results);
        for (var i = 0; i < _meshed.Count; i++) Lay(_meshed[i], _call.Results[i]);
        foreach (var job in jobs) LookTurned(job);
        foreach (var job in jobs) LookCloser(job);
    }

    // a blink counts only by pictures of a lit, sharp, bare face, and what hides a face may look like one
    void LookCloser(FrameJob job)
    {
        if (!job.Wants(FrameWants.Glance)) return;
        var isFine = job.Evidence.Mesh is { } mesh && job.OpenEyes?.AreIn(mesh) == true && gate.Judge(job.Evidence) == FrameFlaw.None;
        if (!isFine) job.Wanted &= ~FrameWants.Glance;
    }

    // a picture that lies on its side shows no face, or something that is taken for a covered one
    void LookTurned(FrameJob job)
    {
        var (evidence, followed) = (job.Evidence, job.Followed);
        if (!evidence.Searched || evidence.Faces > 1) return;
        if (evidence.Faces == 1 && gate.IsConfirmed(evidence)) followed.SeeUpright();
        else if (followed.NextTurn() is > 0 and var quarters) followed.HandleTurned(Models.ShowsTurned(job.Picture, quarters));
        evidence.IsOnItsSide = followed.IsOnItsSide;
    }

    void Lay(FrameJob job, in MeshResult mesh)
    {
        var (evidence, followed) = (job.Evidence, job.Followed);
        evidence.Mesh = mesh;
        if (!evidence.Searched)
        {
            evidence.Faces = 1;
            evidence.Box = followed.Move(mesh);
            evidence.Certainty = followed.Certainty;
        }
        else if (confirmation is not null)
        {
            evidence.Certainty = confirmation.Judge(job.Face, Math.Max(evidence.Width, evidence.Height), mesh);
            // who has been confirmed and turns the head, as asked, is still who was confirmed
            if (followed.Certainty > evidence.Certainty && followed.IsAt(evidence.Box)) evidence.Certainty = followed.Certainty;
        }

        if (!gate.HasFace(evidence)) followed.Lose();
        else if (evidence.Searched) followed.Start(evidence.Box, mesh, evidence.Certainty);
        else followed.Keep(mesh);
    }
}
