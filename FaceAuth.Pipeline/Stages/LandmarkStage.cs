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

    /// <inheritdoc/>
    public override void WarmUp(PicturePyramid picture, in DetectedFace face) =>
        Models.Mesh([picture], [Models.RegionOf(face)], new MeshResult[1]);

    /// <inheritdoc/>
    protected override bool Applies(FrameJob job) => !job.Evidence.Searched || job.Evidence.Faces > 0;

    /// <inheritdoc/>
    protected override void Look(ReadOnlySpan<FrameJob> jobs)
    {
        _call.Clear();
        foreach (var job in jobs) _call.Add(job.Picture, job.Evidence.Searched ? Models.RegionOf(job.Face) : job.Followed.Region);
        Models.Mesh(_call.Pictures, _call.Inputs, _call.Results);
        for (var i = 0; i < jobs.Length; i++) Lay(jobs[i], _call.Results[i]);
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
