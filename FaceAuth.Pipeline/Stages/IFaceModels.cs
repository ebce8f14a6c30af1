using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;

namespace FaceAuth.Pipeline.Stages;

/// <summary>The models as one worker uses them. Owns its tensors: one thread at a time. A call that fails throws.</summary>
internal interface IFaceModels : IDisposable
{
    /// <summary>Finds faces, the surest first; returns how many.</summary>
    int Detect(PicturePyramid picture, Span<DetectedFace> faces);

    /// <summary>Where the mesh shall look for a face that was found.</summary>
    MeshRegion RegionOf(in DetectedFace face);

    /// <summary>Eyes and presence.</summary>
    MeshResult Mesh(PicturePyramid picture, in MeshRegion region);

    /// <summary>Where the head points.</summary>
    HeadAngles Pose(PicturePyramid picture, in Box face);

    /// <summary>Light and sharpness.</summary>
    QualityScores Quality(PicturePyramid picture, in Box face);

    /// <summary>Covered points.</summary>
    ObstacleScores Obstacle(PicturePyramid picture, in Box face);

    /// <summary>Covered eyes and mouth, from the covered points and the face's own light and colour.</summary>
    CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins);

    /// <summary>Probability of a mask, 0–1.</summary>
    float Mask(PicturePyramid picture, in Box face);

    /// <summary>Live or attack.</summary>
    AntiSpoofScores AntiSpoof(PicturePyramid picture, in Box face);

    /// <summary>Writes the face's embedding, L2 norm 1.</summary>
    void Embed(PicturePyramid picture, in FacePoints points, Span<float> embedding);
}
