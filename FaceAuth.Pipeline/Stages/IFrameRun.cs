using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Stages;

/// <summary>A run as its pictures' jobs see it. Safe from many threads.</summary>
internal interface IFrameRun
{
    /// <summary>The subject's templates when verifying; null otherwise.</summary>
    ITemplateSet? Templates { get; }

    /// <summary>Where its face was last; for the stage that holds its picture.</summary>
    FollowedFace Followed { get; }

    /// <summary>Whether pictures are of no use any more: all is decided, asked of the store, or the run is disposed.</summary>
    bool IsClosed { get; }

    /// <summary>Loads the newest picture into <paramref name="job"/>; false when there is none, and the job stays idle.</summary>
    bool TryBegin(FrameJob job);

    /// <summary>The job's picture has been looked at by every stage: decides with it.</summary>
    /// <remarks>Both are the job's again afterwards.</remarks>
    void HandleFrame(FrameEvidence evidence, PicturePyramid picture);

    /// <summary>The job has left the last stage; it can be used again afterwards, and the run's next picture begin.</summary>
    void End(FrameJob job);
}
