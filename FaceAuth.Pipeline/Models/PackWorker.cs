namespace FaceAuth.Pipeline.Models;

/// <summary>Every model of a pack with its own tensors, for one worker: one thread at a time. A member is made when first used.</summary>
internal sealed class PackWorker : IDisposable
{
    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector => throw new NotImplementedException();

    /// <summary>478 points, eyes.</summary>
    public FaceMesh Mesh => throw new NotImplementedException();

    /// <summary>Yaw, pitch, roll.</summary>
    public HeadPose Pose => throw new NotImplementedException();

    /// <summary>Light and sharpness.</summary>
    public FaceQuality Quality => throw new NotImplementedException();

    /// <summary>Covered points.</summary>
    public ObstacleModel Obstacle => throw new NotImplementedException();

    /// <summary>Mask or not.</summary>
    public MaskModel Mask => throw new NotImplementedException();

    /// <summary>Live or not.</summary>
    public AntiSpoofModel AntiSpoof => throw new NotImplementedException();

    /// <summary>Who.</summary>
    public FaceEmbedder Embedder => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
