using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Everything that jobs log. No parameter, path or name of a person appears here.</summary>
internal static partial class JobLog
{
    [LoggerMessage(100, LogLevel.Information, "Job {Job}, run {Run} began.")]
    public static partial void Began(ILogger logger, string job, long run);

    [LoggerMessage(101, LogLevel.Information, "Job {Job}, run {Run} ended: {State}; {Done} done, {Failed} of them failed.")]
    public static partial void Ended(ILogger logger, string job, long run, JobRunState state, long done, long failed);

    [LoggerMessage(102, LogLevel.Warning, "Job {Job}, run {Run} cannot be done: {Problem}")]
    public static partial void Failed(ILogger logger, string job, long run, string problem);

    [LoggerMessage(103, LogLevel.Error, "Job {Job}, run {Run} broke.")]
    public static partial void Broke(ILogger logger, string job, long run, Exception fault);

    [LoggerMessage(104, LogLevel.Warning, "Job {Job}, run {Run} counted as lost while it still ran, and was ended here.")]
    public static partial void Displaced(ILogger logger, string job, long run);

    [LoggerMessage(105, LogLevel.Information, "Job {Job} is not run now: another run of it goes on.")]
    public static partial void Busy(ILogger logger, string job);

    [LoggerMessage(106, LogLevel.Error, "A run of job {Job} could not be begun or ended; it is tried again.")]
    public static partial void Unkept(ILogger logger, string job, Exception fault);

    [LoggerMessage(107, LogLevel.Warning, "Jobs that wait cannot be looked for until the database answers again.")]
    public static partial void NotWatched(ILogger logger, Exception fault);

    [LoggerMessage(108, LogLevel.Warning, "{Count} runs of jobs were lost: their nodes fell silent.")]
    public static partial void Lost(ILogger logger, int count);

    [LoggerMessage(109, LogLevel.Information, "Jobs are looked for again.")]
    public static partial void WatchedAgain(ILogger logger);

    [LoggerMessage(110, LogLevel.Warning,
        "Jobs:ImportDirectory names no folder that is there: imports wait for another node, or until it is made.")]
    public static partial void NoImportDirectory(ILogger logger);
}
