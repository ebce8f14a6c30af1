namespace FaceAuth.Bench.Pipeline;

/// <summary>The networks of both packs.</summary>
public enum Network
{
    YuNet,
    Scrfd,
    Mesh,
    MeshHalfPrecision,
    Pose,
    Quality,
    Obstacle,
    Mask,
    AntiSpoof,
    MobileFaceNet,
    W600k,
}
