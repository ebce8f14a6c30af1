using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Injection;

/// <summary>Whether parts of the scene stay exactly as they are while something else moves, as before no sensor.</summary>
/// <remarks>
/// Noise, exposure and the room's light change a cell's mean by more than a fifth of a step of luma in three seconds, even where a codec
/// has taken most of the noise: measured in docs/injection.md. Windows without motion or with few different pictures say nothing. Sans-IO;
/// allocates nothing after it is made.
/// </remarks>
internal sealed class StillMachine
{
    const int StillTo = 3 * SceneGrid.Fine / 16;     // nearly a fifth of a step
    const int MovesFrom = 2 * SceneGrid.Fine;
    const int Darkest = 28 * SceneGrid.Fine, Brightest = 226 * SceneGrid.Fine;   // outside these a sensor clips
    const int FewestPictures = 20;
    const double LeastMoving = 0.05;
    const double LeastExposed = 0.25;
    const double RaisedFrom = 0.3;
    const double ClearTo = 0.03;

    static readonly TimeSpan Window = TimeSpan.FromSeconds(3);
    static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(0.5);

    readonly short[] _least = new short[SceneGrid.Count];
    readonly short[] _most = new short[SceneGrid.Count];
    readonly short[] _last = new short[SceneGrid.Count];
    TimeSpan _from;
    TimeSpan _at;
    int _pictures;

    /// <summary>What it says.</summary>
    public SignalState Signal { get; private set; }

    /// <summary>Takes a picture in.</summary>
    /// <param name="captured">When it was taken, by the camera's clock.</param>
    /// <param name="picture">Only read during the call.</param>
    public void Handle(TimeSpan captured, SceneGrid picture)
    {
        if (picture.IsEmpty || Signal == SignalState.Raised) return;
        if (_pictures == 0 || captured < _at || captured - _at > LongestGap)
        {
            Begin(captured, picture.Cells);
            return;
        }

        _at = captured;
        if (picture.Cells.SequenceEqual(_last)) return;   // sent twice by a camera that is slow in the dark
        picture.Cells.CopyTo(_last);
        _pictures++;
        for (var i = 0; i < SceneGrid.Count; i++)
        {
            var cell = _last[i];
            if (cell < _least[i]) _least[i] = cell;
            if (cell > _most[i]) _most[i] = cell;
        }

        if (captured - _from < Window) return;
        if (_pictures >= FewestPictures) Judge();
        Begin(captured, picture.Cells);
    }

    void Begin(TimeSpan captured, ReadOnlySpan<short> cells)
    {
        (_from, _at, _pictures) = (captured, captured, 1);
        cells.CopyTo(_least);
        cells.CopyTo(_most);
        cells.CopyTo(_last);
    }

    void Judge()
    {
        var (exposed, still, moving) = (0, 0, 0);
        for (var i = 0; i < SceneGrid.Count; i++)
        {
            var range = _most[i] - _least[i];
            if (range >= MovesFrom) moving++;
            if (_least[i] < Darkest || _most[i] > Brightest) continue;
            exposed++;
            if (range <= StillTo) still++;
        }

        if (moving < LeastMoving * SceneGrid.Count || exposed < LeastExposed * SceneGrid.Count) return;
        if (still >= RaisedFrom * exposed) Signal = SignalState.Raised;
        else if (still <= ClearTo * exposed) Signal = SignalState.Clear;
    }
}
