using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Gathers a session's course from what the pipeline says. One caller at a time.</summary>
/// <remarks>
/// Bounded, so that its JSON has at most <see cref="FaceAuth.Store.Contracts.ISessionCourses.MostBytes"/>: a curve that is full loses every
/// second point and is sampled half as often from there; of lists that are full the last entry is the latest. Takes its memory once.
/// </remarks>
/// <param name="createdAt">When the session was made; times are counted from there.</param>
/// <param name="time">The clock.</param>
internal sealed class CourseGatherer(DateTimeOffset createdAt, TimeProvider time)
{
    public const int MostGuidance = 48;
    public const int MostChallenges = 24;
    public const int MostLights = 8;
    public const int MostPoints = 96;

    /// <summary>Longest time that is told: no field grows beyond nine digits.</summary>
    const int LongestMs = 999_999_999;

    readonly Told[] _told = new Told[MostGuidance];
    readonly Asked[] _asked = new Asked[MostChallenges];
    readonly int[] _lights = new int[MostLights];
    readonly Point[] _points = new Point[MostPoints];
    (int Told, int Asked, int Lights, int Points) _count;
    (int Told, int Asked, int Points) _leftOut;
    int _apartMs = 500;   // between two points
    int _pointBegan;
    int? _endMs;

    record struct Told(GuidanceCode Code, GuidanceCode? Detail, int AtMs, int? OverMs);

    record struct Asked(ChallengeKind Kind, int Count, int AtMs, int? OverMs, bool Answered);

    record struct Point(int AtMs, float Face, float Liveness, float Antispoof, float Recognition);

    /// <summary>The pipeline said something. Allocates nothing.</summary>
    public void Handle(AuthEvent said)
    {
        if (_endMs is not null) return;
        switch (said)
        {
            case AuthEvent.Guidance guidance: Tell(guidance); break;
            case AuthEvent.Challenge challenge: Ask(challenge); break;
            case AuthEvent.ChallengeOver over: EndTask(over.Answered); break;
            case AuthEvent.Light when _count.Lights < MostLights: _lights[_count.Lights++] = NowMs; break;
            case AuthEvent.Progress progress: Sample(progress.Steps); break;
        }
    }

    /// <summary>The session is over; from here on nothing is gathered.</summary>
    public void HandleEnded() => _endMs ??= NowMs;

    /// <summary>The course so far; null where nothing was told, asked or seen.</summary>
    public SessionCourse? ToCourse()
    {
        if (_count == default) return null;
        var end = _endMs ?? NowMs;
        return new(
            [.. _told.Take(_count.Told).Select(told => SessionCourse.Of(
                new(told.Code, told.Detail), told.AtMs, Math.Max(0, (told.OverMs ?? end) - told.AtMs)))],
            [.. _asked.Take(_count.Asked).Select(asked => new SessionCourse.Asked(
                Wire.Name(asked.Kind), asked.Count, asked.AtMs, asked.OverMs is null ? null : asked.Answered, asked.OverMs))],
            [.. _lights.Take(_count.Lights).Select(at => (long)at)],
            [.. _points.Take(_count.Points).Select(point => new SessionCourse.Point(
                point.AtMs, Share(point.Face), Share(point.Liveness), Share(point.Antispoof), Share(point.Recognition)))],
            end, new(_leftOut.Told, _leftOut.Asked, _leftOut.Points));
    }

    int NowMs => (int)Math.Clamp((time.GetUtcNow() - createdAt).TotalMilliseconds, 0, LongestMs);

    void Tell(AuthEvent.Guidance guidance)
    {
        var now = NowMs;
        if (_count.Told > 0)
        {
            ref var last = ref _told[_count.Told - 1];
            if (last.Code == guidance.Code && last.Detail == guidance.Detail) return;
            last.OverMs = now;
        }

        if (_count.Told == MostGuidance) _leftOut.Told++;
        else _count.Told++;
        _told[_count.Told - 1] = new(guidance.Code, guidance.Detail, now, null);
    }

    void Ask(AuthEvent.Challenge challenge)
    {
        if (_count.Asked == MostChallenges) _leftOut.Asked++;
        else _count.Asked++;
        _asked[_count.Asked - 1] = new(challenge.Kind, challenge.Count, NowMs, null, false);
    }

    void EndTask(bool answered)
    {
        if (_count.Asked == 0) return;
        ref var last = ref _asked[_count.Asked - 1];
        if (last.OverMs is null) (last.OverMs, last.Answered) = (NowMs, answered);
    }

    /// <summary>What comes sooner than the next point is due takes the last one's place, so that the last is how it ended.</summary>
    void Sample(IReadOnlyDictionary<string, double> steps)
    {
        var now = NowMs;
        var point = new Point(now, Of(steps, "face"), Of(steps, "liveness"), Of(steps, "antispoof"), Of(steps, "recognition"));
        if (_count.Points > 0 && now - _pointBegan < _apartMs)
        {
            _points[_count.Points - 1] = point;
            return;
        }

        if (_count.Points == MostPoints) Thin();
        _points[_count.Points++] = point;
        _pointBegan = now;
    }

    void Thin()
    {
        for (var i = 0; 2 * i < MostPoints; i++) _points[i] = _points[2 * i];
        _leftOut.Points += MostPoints - (MostPoints + 1) / 2;
        (_count.Points, _apartMs) = ((MostPoints + 1) / 2, 2 * _apartMs);
    }

    static float Of(IReadOnlyDictionary<string, double> steps, string name) => steps.TryGetValue(name, out var share) ? (float)share : 0;

    static double Share(float value) => float.IsFinite(value) ? Math.Round(Math.Clamp(value, 0, 1), 2) : 0;
}
