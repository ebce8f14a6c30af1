using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>What a run tells of itself, and where it begins. Safe from many threads; what is told is stored once a second.</summary>
internal sealed class JobProgress(JobRun run)
{
    readonly Lock _gate = new();
    JobReport _report = run.Report with { Message = null };

    /// <summary>What the job was told, as JSON; null for nothing.</summary>
    public string? Parameters => run.Parameters;

    /// <summary>The run's number.</summary>
    public long RunId => run.Id;

    /// <summary>Who asked for the run.</summary>
    public string RequestedBy => run.RequestedBy;

    /// <summary>Where to go on; null for the beginning.</summary>
    public string? Cursor => run.Report.Cursor;

    /// <summary>As it stands.</summary>
    public JobReport Report
    {
        get { lock (_gate) return _report; }
    }

    /// <summary>How many items there are, those of an earlier run that this one goes on with among them.</summary>
    public void SetTotal(long total)
    {
        lock (_gate) _report = _report with { Total = total };
    }

    /// <summary>Items were dealt with; a later run goes on behind them.</summary>
    /// <param name="done">How many.</param>
    /// <param name="failed">How many of them came to nothing.</param>
    /// <param name="cursor">Where to go on, at most 512 characters; null leaves it as it is.</param>
    public void Advance(long done, long failed = 0, string? cursor = null)
    {
        lock (_gate)
            _report = _report with
            {
                Done = _report.Done + done,
                FailedItems = _report.FailedItems + failed,
                Cursor = cursor ?? _report.Cursor,
            };
    }

    /// <summary>How far it is, for a job that begins anew each time.</summary>
    public void Set(long done, long total)
    {
        lock (_gate) _report = _report with { Done = done, Total = total };
    }
}
