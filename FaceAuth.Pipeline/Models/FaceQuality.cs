using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Light, sharpness and noise of a face (SeetaFace6 quality LBN). Owns its tensors: one thread at a time.</summary>
internal sealed class FaceQuality : IBatchedModel<Box>, IDisposable
{
    readonly OnnxRun _run;
    readonly TensorFormat _format;
    readonly float _scale;

    /// <param name="session">The model.</param>
    public FaceQuality(OnnxSession session)
    {
        _run = new(session, session.Model.InputShape, [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]);
        _format = session.Model.Format(PictureBorder.Repeat);
        _scale = session.Model.Preprocessing.CropScale[0];
    }

    /// <summary>Most faces of one run.</summary>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Rates the face in <paramref name="face"/>. Allocates nothing.</summary>
    public QualityScores Run(PicturePyramid picture, in Box face)
    {
        Draw(0, picture, face);
        Run(1);
        return Read(0);
    }

    /// <summary>Draws a face into place <paramref name="item"/> of the next run.</summary>
    public void Draw(int item, PicturePyramid picture, in Box place) =>
        picture.Sample(CropMap.Stretch(CropMap.Square(place, _scale), _format.Width, _format.Height), _format, _run.InputOf(item));

    /// <summary>Looks at the first <paramref name="count"/> faces drawn, at most <see cref="MaxBatch"/>.</summary>
    public void Run(int count) => _run.Run(count);

    /// <summary>The scores of the face in place <paramref name="item"/> of the last run.</summary>
    public QualityScores Read(int item) => new(_run.Output(0, item)[0], _run.Output(1, item)[0], _run.Output(2, item)[0]);

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();
}
