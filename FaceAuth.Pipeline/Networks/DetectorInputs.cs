using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>A detector's tensors for the picture sizes it meets.</summary>
/// <remarks>
/// One <see cref="OnnxRun"/> for each input size, at most <see cref="Limit"/>, the one used longest ago given up for a new one. One thread
/// at a time.
/// </remarks>
/// <param name="session">The model.</param>
/// <param name="outputs">Shapes of its outputs for an input of that width and height.</param>
internal sealed class DetectorInputs(OnnxSession session, Func<int, int, long[][]> outputs) : IDisposable
{
    /// <summary>Input sizes kept at once; a camera that turns over needs two.</summary>
    public const int Limit = 4;

    readonly List<(int Width, int Height, OnnxRun Run)> _runs = new(Limit);   // the one used last is last

    /// <summary>How the picture lies in the input.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="side">Pixels of the input's longer side.</param>
    public LetterboxFit Fit(PicturePyramid picture, int side)
    {
        var fit = LetterboxFit.Of(picture.Width, picture.Height, side);
        return session.Device is null ? fit : fit.Squared;
    }

    /// <summary>Draws the picture into the input that fits it and runs the model.</summary>
    public OnnxRun Run(PicturePyramid picture, in LetterboxFit fit)
    {
        var run = For(fit.Width, fit.Height);
        var format = session.Model.Format(PictureBorder.Black) with { Width = fit.Width, Height = fit.Height };
        picture.Sample(fit.ToPicture, format, run.Input);
        run.Run();
        return run;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, run) in _runs) run.Dispose();
        _runs.Clear();
    }

    OnnxRun For(int width, int height)
    {
        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            var found = _runs[i];
            if (found.Width != width || found.Height != height) continue;
            if (i == _runs.Count - 1) return found.Run;
            _runs.RemoveAt(i);
            _runs.Add(found);
            return found.Run;
        }

        if (_runs.Count == Limit)
        {
            _runs[0].Run.Dispose();
            _runs.RemoveAt(0);
        }

        var run = new OnnxRun(session, [1, 3, height, width], outputs(width, height));
        _runs.Add((width, height, run));
        return run;
    }
}
