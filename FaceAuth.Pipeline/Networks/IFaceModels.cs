using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>The models as one worker uses them.</summary>
/// <remarks>
/// Owns its tensors: one thread at a time. A call that fails throws. Calls with spans look at one face in each of several pictures, as many
/// at once as the model takes; every span has one entry a picture.
/// </remarks>
internal interface IFaceModels : IDisposable
{
    /// <summary>Finds faces, the surest first; returns how many.</summary>
    int Detect(PicturePyramid picture, Span<DetectedFace> faces);

    /// <summary>Whether the picture, turned by so many quarters clockwise, shows a face that detector and mesh are sure of.</summary>
    bool ShowsTurned(PicturePyramid picture, int quarters);

    /// <summary>Where the mesh shall look for a face that was found.</summary>
    MeshRegion RegionOf(in DetectedFace face);

    /// <summary>Eyes and presence.</summary>
    void Mesh(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<MeshRegion> regions, Span<MeshResult> results);

    /// <summary>Where the heads point.</summary>
    void Pose(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<HeadAngles> results);

    /// <summary>Light and sharpness.</summary>
    void Quality(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<QualityScores> results);

    /// <summary>Covered points.</summary>
    void Obstacle(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<ObstacleScores> results);

    /// <summary>Covered eyes and mouth, from the covered points and the face's own light and colour.</summary>
    CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins);

    /// <summary>Probability of a mask, 0–1.</summary>
    void Mask(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<float> results);

    /// <summary>Live or attack.</summary>
    void AntiSpoof(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<AntiSpoofScores> results);

    /// <summary>Writes the faces' embeddings, L2 norm 1 each, one after the other.</summary>
    void Embed(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<FacePoints> points, Span<float> embeddings);
}
