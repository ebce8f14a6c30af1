using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Which points of a face are covered (SeetaFace6 mask landmarker). Owns its tensors: one thread at a time.</summary>
internal sealed class ObstacleModel : IDisposable
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

    /// <summary>Looks at the face in <paramref name="face"/>. Allocates nothing.</summary>
    public ObstacleScores Run(PicturePyramid picture, in Box face)
    {
        picture.Sample(CropMap.Stretch(CropMap.Square(face, _scale), _format.Width, _format.Height), _format, _run.Input);
        _run.Run();
        var raw = _run.Output(0);
        return new(Margin(raw, 0), Margin(raw, 1), Margin(raw, 2), Margin(raw, 3), Margin(raw, 4));
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    // A point is x, y, visible, covered.
    static float Margin(ReadOnlySpan<float> raw, int point) => raw[4 * point + 3] - raw[4 * point + 2];
}
