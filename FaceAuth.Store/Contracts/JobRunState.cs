namespace FaceAuth.Store.Contracts;

/// <summary>How far a run of a job is. From <see cref="Succeeded"/> on it is over.</summary>
public enum JobRunState
{
    /// <summary>Asked for; no node has begun it yet.</summary>
    Waiting = 0,

    /// <summary>A node is at it, and is heard of.</summary>
    Running = 1,

    /// <summary>Done.</summary>
    Succeeded = 2,

    /// <summary>Ended by a fault, which the message tells.</summary>
    Failed = 3,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled = 4,

    /// <summary>Its node fell silent: it died, or stopped.</summary>
    Lost = 5,
}
