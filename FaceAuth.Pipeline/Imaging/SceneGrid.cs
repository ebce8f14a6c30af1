namespace FaceAuth.Pipeline.Imaging;

/// <summary>The whole picture's brightness as the means of 16 × 12 cells, finer than a step of luma.</summary>
/// <remarks>
/// Noise all but averages out over a cell of a hundred samples, and what a codec does to a picture too, while whoever moves changes many of
/// them. Its memory is its own and is kept from picture to picture. One owner, one thread.
/// </remarks>
internal sealed class SceneGrid
{
    /// <summary>Cells a row.</summary>
    public const int Columns = 16;

    /// <summary>Rows of cells.</summary>
    public const int Rows = 12;

    /// <summary>How many cells.</summary>
    public const int Count = Columns * Rows;

    /// <summary>Parts of one step of luma.</summary>
    public const int Fine = 16;

    const int MaxSide = 200;
    const int MaxLevel = 6;

    readonly short[] _cells = new short[Count];

    /// <summary>Whether it holds no picture.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The means, row by row, in sixteenths of a step; the picture's own range.</summary>
    public ReadOnlySpan<short> Cells => _cells;

    /// <summary>Takes a picture; one smaller than the grid leaves it empty.</summary>
    public void Take(PicturePyramid picture)
    {
        var level = 0;
        while (level < MaxLevel && Math.Max(picture.Width, picture.Height) >> level > MaxSide) level++;
        var from = picture.Level(level);
        IsEmpty = from.Width < Columns || from.Height < Rows;
        if (IsEmpty) return;
        for (var row = 0; row < Rows; row++)
        {
            var (top, bottom) = (row * from.Height / Rows, (row + 1) * from.Height / Rows);
            for (var column = 0; column < Columns; column++)
            {
                var (left, right) = (column * from.Width / Columns, (column + 1) * from.Width / Columns);
                var sum = 0;
                for (var y = top; y < bottom; y++)
                    foreach (var sample in from.Y.Slice(y * from.StrideY + left, right - left)) sum += sample;
                var size = (bottom - top) * (right - left);
                _cells[row * Columns + column] = (short)((sum * Fine + size / 2) / size);
            }
        }
    }

    /// <summary>Becomes a copy of another.</summary>
    public void CopyFrom(SceneGrid other)
    {
        IsEmpty = other.IsEmpty;
        other.Cells.CopyTo(_cells);
    }

    /// <summary>Forgets the picture.</summary>
    public void Clear() => IsEmpty = true;
}
