using System.Numerics;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Injection;

/// <summary>Whether pictures come again that were sent before, as they were or encoded anew.</summary>
/// <remarks>
/// A picture in which something moves is held against those of one to ten seconds ago. It comes again where it differs from one of them by
/// less than a quarter of what it has changed in the last fifth of a second; and a loop does, picture after picture, at the same distance
/// in time. Real clips never did (docs/injection.md). Pictures in which nothing moves say nothing, frozen ones too. Sans-IO; allocates
/// nothing after it is made.
/// </remarks>
internal sealed class RepeatMachine
{
    const int Kept = 264;   // ten seconds of pictures that are looked at every 38 ms
    const int Bins = 125;   // of lag, 80 ms each: ten seconds
    const int Needed = 12;
    const int ClearAfter = 30;
    const int MostDifference = 81 * SceneGrid.Fine;   // of one cell: so that sums of shorts hold
    const float SameBelow = 0.25f;
    const float OtherAbove = 2 * SameBelow;
    const float LeastMotion = 0.3f * SceneGrid.Fine * SceneGrid.Count;

    static readonly TimeSpan Bin = TimeSpan.FromMilliseconds(80);
    static readonly TimeSpan LeastLag = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Before = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    readonly short[] _cells = new short[Kept * SceneGrid.Count];
    readonly TimeSpan[] _at = new TimeSpan[Kept];
    readonly byte[] _runs = new byte[Bins];
    readonly float[] _best = new float[Bins];
    int _count;
    int _next;
    int _looked;   // pictures that moved and had others to be held against

    /// <summary>What it says.</summary>
    public SignalState Signal { get; private set; }

    /// <summary>Takes a picture in.</summary>
    /// <param name="captured">When it was taken, by the camera's clock.</param>
    /// <param name="picture">Only read during the call.</param>
    public void Handle(TimeSpan captured, SceneGrid picture)
    {
        if (picture.IsEmpty || Signal == SignalState.Raised) return;
        if (_count > 0 && captured == _at[Place(_count - 1)]) return;
        if (_count > 0 && captured < _at[Place(_count - 1)]) _count = 0;   // one picture from the future shall not blind it for good
        var motion = MotionOf(captured, picture.Cells);
        if (motion >= LeastMotion) Compare(captured, picture.Cells, motion);
        picture.Cells.CopyTo(_cells.AsSpan(_next * SceneGrid.Count, SceneGrid.Count));
        _at[_next] = captured;
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    // how much changed in the last fifth of a second; 0 where no picture is so old
    int MotionOf(TimeSpan captured, ReadOnlySpan<short> cells)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var age = captured - _at[Place(i)];
            if (age >= Before - Slack / 2) return age <= Before + Slack ? Difference(cells, CellsOf(i), CellsOf(i)) : 0;
        }

        return 0;
    }

    void Compare(TimeSpan captured, ReadOnlySpan<short> cells, int motion)
    {
        Array.Fill(_best, float.PositiveInfinity);
        var any = false;
        for (var i = _count - 1; i >= 0; i--)
        {
            var lag = captured - _at[Place(i)];
            if (lag < LeastLag) continue;
            var bin = (int)(lag / Bin);
            if (bin >= Bins) break;
            any = true;
            var least = Difference(cells, CellsOf(i), CellsOf(i));
            // a loop is looked at in other moments than the first time: as if half-way between two pictures
            if (i > 0 && _at[Place(i)] - _at[Place(i - 1)] < Slack) least = Math.Min(least, Difference(cells, CellsOf(i), CellsOf(i - 1)));
            _best[bin] = MathF.Min(_best[bin], (float)least / motion);
        }

        if (any) Count();
    }

    void Count()
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            var best = MathF.Min(_best[bin], MathF.Min(_best[Math.Max(bin - 1, 0)], _best[Math.Min(bin + 1, Bins - 1)]));
            ref var run = ref _runs[bin];
            if (best < SameBelow && ++run >= Needed) Signal = SignalState.Raised;
            else if (best > OtherAbove && float.IsFinite(best)) run = (byte)Math.Max(run - 2, 0);
        }

        if (++_looked >= ClearAfter && Signal == SignalState.Unknown) Signal = SignalState.Clear;
    }

    // the sum over all cells of the difference from the mean of two pictures
    static int Difference(ReadOnlySpan<short> cells, ReadOnlySpan<short> one, ReadOnlySpan<short> other)
    {
        var most = new Vector<short>(MostDifference);
        var sum = Vector<short>.Zero;
        for (var i = 0; i < SceneGrid.Count; i += Vector<short>.Count)
        {
            var mean = (new Vector<short>(one[i..]) + new Vector<short>(other[i..])) >> 1;
            sum += Vector.Min(Vector.Abs(new Vector<short>(cells[i..]) - mean), most);
        }

        Vector.Widen(sum, out var low, out var high);
        return Vector.Sum(low + high);
    }

    int Place(int i) => (_next - _count + i + Kept) % Kept;

    ReadOnlySpan<short> CellsOf(int i) => _cells.AsSpan(Place(i) * SceneGrid.Count, SceneGrid.Count);
}
