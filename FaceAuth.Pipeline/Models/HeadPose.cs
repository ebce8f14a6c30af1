using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Yaw, pitch and roll of a head (SeetaFace6 pose estimation). Owns its tensors: one thread at a time.</summary>
internal sealed class HeadPose : IDisposable
{
    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly IReadOnlyList<float> _scale;

    /// <param name="session">The model.</param>
    public HeadPose(OnnxSession session)
    {
        _run = new(session, [1, 3, 90, 90], [1, 3, 1, 1]);
        _format = session.Model.Format(PictureBorder.Black);
        _scale = session.Model.Preprocessing.CropScale;
    }

    /// <summary>Estimates the angles of the face in <paramref name="face"/>. Allocates nothing.</summary>
    public HeadAngles Run(PicturePyramid picture, in Box face)
    {
        var (width, height) = (face.Width * _scale[0], face.Height * _scale[1]);
        var crop = new Box(face.Centre.X - width / 2, face.Centre.Y - height / 2, width, height);
        picture.Sample(CropMap.Stretch(crop, _format.Width, _format.Height), _format, _run.Input);
        _run.Run();
        var raw = _run.Output(0);
        // The network's yaw grows towards the picture's left, its roll anticlockwise.
        return new(-Degrees(raw[0]), Degrees(raw[1]), -Degrees(raw[2]));
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    static float Degrees(float logit) => 180 / (1 + MathF.Exp(-logit)) - 90;
}
