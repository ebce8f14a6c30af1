using System.Globalization;
using System.Numerics;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Measuring;

/// <summary>What was seen of one kind of picture.</summary>
internal sealed class ViewTally
{
    readonly List<float> _errors = [];
    readonly List<float> _eyes = [];
    readonly List<float> _narrow = [];
    readonly List<float> _wide = [];
    readonly List<float> _margins = [];
    readonly List<float> _yaws = [];
    readonly List<float> _sharp = [];
    int _count;
    int _found;
    int _present;
    int _covered;

    /// <summary>Counts a picture.</summary>
    public void Add(Sighting? sighting, Truth truth)
    {
        _count++;
        if (sighting is null) return;
        _found++;
        if (sighting.Presence >= 0.5f) _present++;
        // mean distance of the five points as a share of the face's width between the ears
        var width = MathF.Abs(truth.Mesh[3 * 454] - truth.Mesh[3 * 234]);
        var seen = sighting.FivePoints;
        var sum = 0f;
        for (var i = 0; i < 5; i++) sum += Vector2.Distance(seen[i], new(truth.FivePoints[2 * i], truth.FivePoints[2 * i + 1]));
        _errors.Add(sum / 5 / width);
        _eyes.Add(sighting.Eyes);
        _narrow.Add(sighting.Spoof.Narrow);
        _wide.Add(sighting.Spoof.Wide);
        var o = sighting.Obstacle;
        var margin = new[] { o.LeftEye, o.RightEye, o.Nose, o.LeftMouth, o.RightMouth }.Max();
        _margins.Add(margin);
        if (margin > -0.75f) _covered++;
        _yaws.Add(sighting.Mesh.Shape.Angles.Yaw - truth.State.Yaw);
        _sharp.Add(sighting.Quality.Sharpness);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{_count} found {100.0 * _found / _count:F1} % mesh {100.0 * _present / _count:F1} % "
        + $"| points off {100 * Mid(_errors):F1} % (95 %: {100 * At(_errors, 0.95):F1}) "
        + $"| eyes {Mid(_eyes):F3} ({At(_eyes, 0.05):F3}–{At(_eyes, 0.95):F3}) | live narrow {Mid(_narrow):F2} wide {Mid(_wide):F2}, "
        + $"both ≥ 0.5 in {100.0 * _narrow.Zip(_wide).Count(s => Math.Min(s.First, s.Second) >= 0.5) / Math.Max(1, _found):F0} % "
        + $"| covered {_covered} (margin {Mid(_margins):F1}) | yaw off {Mid(_yaws):F1} | sharp {Mid(_sharp):F2}");

    static float Mid(List<float> values) => At(values, 0.5);

    static float At(List<float> values, double share)
    {
        if (values.Count == 0) return float.NaN;
        var sorted = values.Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }
}
