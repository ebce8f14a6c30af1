using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// Whether a face wears a mask (SeetaFace6 mask detector). It calls many sunglasses a mask: it supports
/// <see cref="ObstacleModel"/> and never names the object alone. Owns its tensors: one thread at a time.
/// </summary>
internal sealed class MaskModel : IBatchedModel<Box>, IDisposable
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

    /// <inheritdoc/>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Looks at one face. Allocates nothing.</summary>
    public float Run(PicturePyramid picture, in Box face)
    {
        Draw(0, picture, face);
        Run(1);
        return Read(0);
    }

    /// <inheritdoc/>
    public void Draw(int item, PicturePyramid picture, in Box place) =>
        picture.Sample(CropMap.Stretch(CropMap.Square(place, _scale), _format.Width, _format.Height), _format, _run.InputOf(item));

    /// <inheritdoc/>
    public void Run(int count) => _run.Run(count);

    /// <summary>Probability of a mask on the face in place <paramref name="item"/> of the last run, 0–1.</summary>
    public float Read(int item) => _run.Output(0, item)[0];

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();
}
