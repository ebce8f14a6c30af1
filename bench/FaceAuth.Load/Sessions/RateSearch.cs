namespace FaceAuth.Load.Sessions;

/// <summary>Which rate to hold next: those asked for, or upwards until too few are accepted soon, then between.</summary>
internal sealed class RateSearch(IReadOnlyList<int> rates, int begin)
{
    /// <summary>The share of people who must be accepted soon.</summary>
    public const double Least = 0.95;

    const double Growth = 1.3;
    const int MostSteps = 16;

    int _steps, _borne;
    int? _tooMany;

    /// <summary>The highest rate that was borne, in sessions a minute; 0 for none yet.</summary>
    public int Borne => _borne;

    /// <summary>The next rate; null when it is known.</summary>
    public int? Next()
    {
        var step = _steps++;
        if (rates.Count > 0) return step < rates.Count ? rates[step] : null;
        if (step == MostSteps) return null;
        if (_tooMany is not { } tooMany) return _borne == 0 ? begin : (int)Math.Ceiling(_borne * Growth);
        var between = _borne == 0 ? tooMany / 2 : (_borne + tooMany) / 2;
        // a tenth is as near as a step of a minute can tell
        return between <= _borne || tooMany - _borne <= tooMany / 10 ? null : between;
    }

    /// <summary>Takes what a step found.</summary>
    public void Take(SessionsStep step)
    {
        if (step.AcceptedSoon is null) return;
        if (step.AcceptedSoon >= Least) _borne = Math.Max(_borne, step.Rate);
        else _tooMany = Math.Min(_tooMany ?? int.MaxValue, step.Rate);
    }
}
