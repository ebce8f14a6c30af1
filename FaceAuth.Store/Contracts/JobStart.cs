namespace FaceAuth.Store.Contracts;

/// <summary>A node's wish to begin a run.</summary>
/// <param name="Job">The job's name, 1 to 64 characters.</param>
/// <param name="Slot">Of the runs with one slot at most one is running, on whatever node; 1 to 200 characters.</param>
/// <param name="Node">Who begins it, 1 to 128 characters, and no other process's name.</param>
/// <param name="Silence">A run of that slot that this process has seen tell nothing for so long is lost.</param>
public sealed record JobStart(string Job, string Slot, string Node, TimeSpan Silence)
{
    /// <summary>The run that was asked for; null for a schedule's.</summary>
    public long? Asked { get; init; }

    /// <summary>Whether it may take the place of a run that was lost.</summary>
    public bool Recovers { get; init; }

    /// <summary>Whether the run is not begun but left waiting for a node that can run it, where a lost one is recovered.</summary>
    public bool HandsOn { get; init; }

    /// <summary>What the job is told, where no run was asked for.</summary>
    public string? Parameters { get; init; }

    /// <summary>Who asked, where no run was asked for.</summary>
    public string RequestedBy { get; init; } = "system";
}
