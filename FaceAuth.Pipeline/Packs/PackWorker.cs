using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Every model of a pack with its own tensors, for one worker: one thread at a time. A member is made when first used.</summary>
internal sealed class PackWorker(ModelPack pack) : IDisposable
{
    IFaceDetector? _detector;
    FaceMesh? _mesh;
    HeadPose? _pose;
    FaceQuality? _quality;
    ObstacleModel? _obstacle;
    MaskModel? _mask;
    AntiSpoofModel? _antiSpoof;
    FaceEmbedder? _embedder;

    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector => _detector ??= NewDetector();

    /// <summary>478 points, eyes.</summary>
    public FaceMesh Mesh => _mesh ??= new(pack[PackRole.Mesh]);

    /// <summary>Yaw, pitch, roll.</summary>
    public HeadPose Pose => _pose ??= new(pack[PackRole.Pose]);

    /// <summary>Light and sharpness.</summary>
    public FaceQuality Quality => _quality ??= new(pack[PackRole.Quality]);

    /// <summary>Covered points.</summary>
    public ObstacleModel Obstacle => _obstacle ??= new(pack[PackRole.Obstacle]);

    /// <summary>Mask or not.</summary>
    public MaskModel Mask => _mask ??= new(pack[PackRole.Mask]);

    /// <summary>Live or not.</summary>
    public AntiSpoofModel AntiSpoof => _antiSpoof ??= new(pack[PackRole.AntiSpoofNarrow], pack[PackRole.AntiSpoofWide], pack.Optional(PackRole.AntiSpoofClose));

    /// <summary>Who.</summary>
    public FaceEmbedder Embedder => _embedder ??= new(pack[PackRole.Embedder]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector?.Dispose();
        _mesh?.Dispose();
        _pose?.Dispose();
        _quality?.Dispose();
        _obstacle?.Dispose();
        _mask?.Dispose();
        _antiSpoof?.Dispose();
        _embedder?.Dispose();
    }

    IFaceDetector NewDetector()
    {
        var session = pack[PackRole.Detector];
        return session.Model.Architecture switch
        {
            "yunet" => new YuNetDetector(session, pack.DetectorSide),
            "scrfd" => new ScrfdDetector(session, pack.DetectorSide),
            var other => throw new ModelException(
                $"The manifest's detector {session.Model.Id} has the architecture \"{other}\", which this version does not know: it knows yunet and scrfd."),
        };
    }
}
