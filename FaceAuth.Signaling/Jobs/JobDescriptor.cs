using System.Text.Json;

namespace FaceAuth.Signaling.Jobs;

/// <summary>What there is to know of a job without running it.</summary>
/// <param name="Name">What settings, commands and paths call it: small letters and hyphens.</param>
/// <param name="Text">What it does, for people.</param>
/// <param name="Schedule">When it runs, as Quartz writes it, in UTC; null where it runs only when asked for.</param>
/// <param name="Reach">For whom a run is done.</param>
/// <param name="Work">The class that does it, an <see cref="IServerJob"/>.</param>
/// <param name="FaultOf">A sentence about parameters that it cannot be run with; null where it can.</param>
internal sealed record JobDescriptor(
    string Name, string Text, string? Schedule, JobReach Reach, Type Work, Func<JsonElement?, string?> FaultOf)
{
    /// <summary>A sentence about what a node lacks to run it, so that its runs wait for another; null where it can.</summary>
    public Func<JobOptions, string?> LackOf { get; init; } = _ => null;

    /// <summary>For jobs that take none.</summary>
    public static string? NoParameters(JsonElement? parameters) => parameters is null ? null : "It takes no parameters: leave them out.";

    /// <summary>Of the runs of one slot one runs at a time.</summary>
    public string SlotOn(JobNode node) => Reach == JobReach.Cluster ? Name : $"{Name}@{node.Name}";
}
