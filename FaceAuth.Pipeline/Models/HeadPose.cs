using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Yaw, pitch and roll of a head (SeetaFace6 pose estimation). Owns its tensors: one thread at a time.</summary>
internal sealed class HeadPose : IDisposable
{
    /// <summary>Estimates the angles of the face in <paramref name="face"/>.</summary>
    public HeadAngles Run(PicturePyramid picture, in Box face) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
