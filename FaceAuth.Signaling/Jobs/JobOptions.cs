using Microsoft.Extensions.Options;
using Quartz;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Jobs that the server runs. Section "Jobs".</summary>
internal sealed record JobOptions
{
    /// <summary>What turns a schedule off.</summary>
    public const string Never = "never";

    /// <summary>Whether this node runs jobs. Default true. Commands and other nodes may run them all the same.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When a job runs, by its name, in UTC, as Quartz writes it; "never" turns it off.</summary>
    /// <remarks>
    /// "0 30 3 * * ?" is daily at 3:30. Nodes that share a database need the same: the last that started sets it for all.
    /// </remarks>
    public IReadOnlyDictionary<string, string> Schedules { get; init; } = new Dictionary<string, string>();

    /// <summary>Folder below which the job "import" may read photos and write results when the API asks for it; none by default.</summary>
    public string? ImportDirectory { get; init; }

    /// <summary>The schedule of a job, the setting's or its own; null for none.</summary>
    public string? ScheduleOf(JobDescriptor job)
    {
        var set = Schedules.FirstOrDefault(one => one.Key.Equals(job.Name, StringComparison.OrdinalIgnoreCase)).Value ?? job.Schedule;
        return Never.Equals(set, StringComparison.OrdinalIgnoreCase) ? null : set;
    }
}

/// <summary>Checks <see cref="JobOptions"/> before anything is served.</summary>
internal sealed class JobOptionsValidator(JobCatalog catalog) : IValidateOptions<JobOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, JobOptions options)
    {
        var faults = options.Schedules.Select(set => FaultOf(set.Key, set.Value)).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    string? FaultOf(string job, string schedule)
    {
        if (!catalog.All.Any(one => one.Name.Equals(job, StringComparison.OrdinalIgnoreCase)))
            return $"Jobs:Schedules:{job} names no job. There are {string.Join(", ", catalog.All.Select(one => one.Name))}.";
        return JobOptions.Never.Equals(schedule, StringComparison.OrdinalIgnoreCase) || CronExpression.TryParse(schedule, out _) ? null
            : $"Jobs:Schedules:{job} is no schedule: \"{schedule}\". Write seconds, minutes, hours, day of month, month and day of week, "
                + "such as 0 30 3 * * ? for daily at 3:30 UTC, or never.";
    }
}
