namespace FaceAuth.Store.Contracts;

/// <summary>One run of a job.</summary>
/// <param name="Id">Its number; later ones are larger.</param>
/// <param name="Job">The job's name.</param>
/// <param name="State">How far it is.</param>
/// <param name="RequestedBy">Who asked for it; "system" for a schedule.</param>
/// <param name="Parameters">What the job was told, as JSON; null for nothing.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="Report">What it has told of itself, as of <see cref="HeardAt"/>.</param>
public sealed record JobRun(
    long Id, string Job, JobRunState State, string RequestedBy, string? Parameters, DateTimeOffset RequestedAt, JobReport Report)
{
    /// <summary>The node that runs it or did; null while it waits.</summary>
    public string? Node { get; init; }

    /// <summary>When a node began; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its node was last heard of.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>When it was over; of a lost one, when that was noticed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The earlier run that it goes on with; null where it began anew.</summary>
    public long? Resumes { get; init; }

    /// <summary>Whether it has been asked to end.</summary>
    public bool IsCancelAsked { get; init; }
}
