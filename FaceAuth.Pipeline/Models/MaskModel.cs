using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// Whether a face wears a mask (SeetaFace6 mask detector). It calls many sunglasses a mask: it supports
/// <see cref="ObstacleModel"/> and never names the object alone. Owns its tensors: one thread at a time.
/// </summary>
internal sealed class MaskModel : IDisposable
{
    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly float _scale;

    /// <param name="session">The model.</param>
    public MaskModel(OnnxSession session)
    {
        _run = new(session, session.Model.InputShape, [1, 2, 1, 1]);
        _format = session.Model.Format(PictureBorder.Repeat);
        _scale = session.Model.Preprocessing.CropScale[0];
    }

    /// <summary>Probability of a mask on the face in <paramref name="face"/>, 0–1. Allocates nothing.</summary>
    public float Run(PicturePyramid picture, in Box face)
    {
        picture.Sample(CropMap.Stretch(CropMap.Square(face, _scale), _format.Width, _format.Height), _format, _run.Input);
        _run.Run();
        return _run.Output(0)[0];
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();
}
