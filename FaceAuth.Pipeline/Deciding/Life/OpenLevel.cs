using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>How far one person's eyes are open when they are open: the upper quartile of the last readings of each eye.</summary>
/// <remarks>The upper quartile, since closed and half-closed readings are the fewer ones and pull it down least.</remarks>
internal sealed class OpenLevel(BlinkOptions options)
{
    const int Capacity = 64;   // 1.2 s at 50 pictures a second

    readonly (TimeSpan At, float Right, float Left)[] _readings = new (TimeSpan, float, float)[Capacity];
    int _first;
    int _count;

    /// <summary>Level of the right eye; meaningless unless <see cref="IsKnown"/>.</summary>
    public float Right { get; private set; }

    /// <summary>Level of the left eye.</summary>
    public float Left { get; private set; }

    /// <summary>Whether there are enough readings, of eyes open wide enough to judge.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Adds a reading and drops those that are too old; starts anew where the camera's clock runs backwards.</summary>
    public void Add(TimeSpan captured, float right, float left)
    {
        if (_count > 0 && captured < _readings[(_first + _count - 1) % Capacity].At) Reset();
        if (_count == Capacity) DropOldest();
        _readings[(_first + _count++) % Capacity] = (captured, right, left);
        while (captured - _readings[_first].At > options.LevelOver) DropOldest();
        Update(captured - _readings[_first].At);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset() => (_first, _count, IsKnown) = (0, 0, false);

    void DropOldest() => (_first, _count) = ((_first + 1) % Capacity, _count - 1);

    void Update(TimeSpan span)
    {
        Span<float> sorted = stackalloc float[_count];
        for (var i = 0; i < _count; i++) sorted[i] = _readings[(_first + i) % Capacity].Right;
        Right = UpperQuartile(sorted);
        for (var i = 0; i < _count; i++) sorted[i] = _readings[(_first + i) % Capacity].Left;
        Left = UpperQuartile(sorted);
        IsKnown = _count >= options.LevelReadings && span >= options.LevelNeeds
            && Right >= options.MinLevel && Left >= options.MinLevel;
    }

    static float UpperQuartile(Span<float> values)
    {
        values.Sort();
        return values[(values.Length - 1) * 3 / 4];
    }
}
