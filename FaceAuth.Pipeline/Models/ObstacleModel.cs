using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Which points of a face are covered (SeetaFace6 mask landmarker). Owns its tensors: one thread at a time.</summary>
internal sealed class ObstacleModel : IBatchedModel<Box>, IDisposable
{
    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly float _scale;

    /// <param name="session">The model.</param>
    public ObstacleModel(OnnxSession session)
    {
        _run = new(session, session.Model.InputShape, [1, 20]);
        _format = session.Model.Format(PictureBorder.Repeat);
        _scale = session.Model.Preprocessing.CropScale[0];
    }

    /// <inheritdoc/>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Looks at one face. Allocates nothing.</summary>
    public ObstacleScores Run(PicturePyramid picture, in Box face)
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

    /// <summary>The margins of the face in place <paramref name="item"/> of the last run.</summary>
    public ObstacleScores Read(int item)
    {
        var raw = _run.Output(0, item);
        return new(Margin(raw, 0), Margin(raw, 1), Margin(raw, 2), Margin(raw, 3), Margin(raw, 4));
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    // A point is x, y, visible, covered.
    static float Margin(ReadOnlySpan<float> raw, int point) => raw[4 * point + 3] - raw[4 * point + 2];
}
