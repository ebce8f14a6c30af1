using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Finds faces. Owns its tensors: one thread at a time.</summary>
internal interface IFaceDetector : IDisposable
{
    /// <summary>Id of the model, as in the manifest.</summary>
    string ModelId { get; }

    /// <summary>Finds the faces of a picture, the surest first. Allocates nothing once warm.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="faces">Receives them; further faces are left out.</param>
    /// <returns>How many were written.</returns>
    int Detect(PicturePyramid picture, Span<DetectedFace> faces);
}
