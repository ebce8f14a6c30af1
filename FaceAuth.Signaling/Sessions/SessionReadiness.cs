using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Whether sessions can be had now. Safe from many threads.</summary>
internal sealed class SessionReadiness(IAuthPipeline pipeline, MediaHost media)
{
    /// <summary>True while the models are loaded and video can be received.</summary>
    public bool IsReady => pipeline.Readiness.IsReady && media.Problem is null;
}
