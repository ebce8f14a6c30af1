using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Deciding.Injection;

/// <summary>A still room with something in its middle that never moves twice alike, and as much noise of each cell as is asked for.</summary>
sealed class DrawnScene : IDisposable
{
    const int Side = 8;   // of a cell, in pixels

    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    readonly SceneGrid _grid = new();
    readonly Random _noise = new(5);

    /// <summary>The room at a moment.</summary>
    /// <param name="at">Seconds.</param>
    /// <param name="noise">Most change of a cell's mean, in steps of luma.</param>
    public SceneGrid At(double at, double noise)
    {
        if (!_pool.TryRent(SceneGrid.Columns * Side, SceneGrid.Rows * Side, out var frame)) throw new InvalidOperationException();
        using (frame)
        {
            for (var cell = 0; cell < SceneGrid.Count; cell++) Fill(frame, cell % SceneGrid.Columns, cell / SceneGrid.Columns, at, noise);
            _picture.Load(frame);
            _grid.Take(_picture);
            _picture.Unload();
        }

        return _grid;
    }

    public void Dispose() => _pool.Dispose();

    void Fill(VideoFrame frame, int column, int row, double at, double noise)
    {
        var mean = 100 + 5.0 * column - 3 * row + noise * (2 * _noise.NextDouble() - 1);
        // three rhythms that never fall together again
        var moved = Math.Sin(2.1 * at + column) + Math.Sin(2.1 * 1.618 * at + row) + Math.Sin(2.1 * 1.414 * at + column * row);
        if (column is > 4 and < 11 && row > 3) mean += 10 * moved;
        // fractions of a step, spread over the cell's pixels
        var (whole, part) = ((int)mean, (int)((mean - (int)mean) * Side * Side));
        for (var i = 0; i < Side * Side; i++)
            frame.Y[(row * Side + i / Side) * frame.StrideY + column * Side + i % Side] = (byte)(whole + (i < part ? 1 : 0));
    }
}
