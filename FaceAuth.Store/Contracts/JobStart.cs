namespace FaceAuth.Store.Contracts;

/// <summary>A node's wish to begin a run.</summary>
/// <param name="Job">The job's name, 1 to 64 characters.</param>
/// <param name="Slot">Of the runs with one slot at most one is running, on whatever node; 1 to 200 characters.</param>
/// <param name="Node">Who begins it, 1 to 128 characters, and no other process's name.</param>
/// <param name="SilentSince">A run of that slot that was not heard of since then is lost.</param>
public sealed record JobStart(string Job, string Slot, string Node, DateTimeOffset SilentSince)
{
    /// <summary>The run that was asked for; null for a schedule's.</summary>
    public long? Asked { get; init; }

    /// <summary>Whether it may take the place of a run that was lost.</summary>
    public bool Recovers { get; init; }

    /// <summary>What the job is told, where no run was asked for.</summary>
    public string? Parameters { get; init; }

    /// <summary>Who asked, where no run was asked for.</summary>
    public string RequestedBy { get; init; } = "system";
}
