namespace FaceAuth.Pipeline.Scheduling;

/// <summary>A run as its time limits see it. Safe from many threads.</summary>
internal interface ITimedRun
{
    /// <summary>When <see cref="HandleDeadline"/> is due.</summary>
    TimeSpan Deadline { get; }

    /// <summary>A time limit may have passed.</summary>
    void HandleDeadline();

    /// <summary><see cref="HandleDeadline"/> threw: the run ends. Never throws.</summary>
    void Break(Exception fault);
}
