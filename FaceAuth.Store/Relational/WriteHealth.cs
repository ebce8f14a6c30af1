using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Relational;

/// <summary>Whether the database can be written, as the last who tried found it; the log says it once, not each time.</summary>
/// <remarks>
/// What a write found stands until a trial finds otherwise: a small write may still find room where a larger one does not. Where nobody
/// asks the health check there are no trials, and a write a while later will do. Safe from many threads.
/// </remarks>
internal sealed class WriteHealth(TimeProvider clock, ILogger<WriteHealth> logger) : IHealthNotice
{
    /// <summary>Between two trials.</summary>
    public static readonly TimeSpan TrialEvery = TimeSpan.FromSeconds(15);

    /// <summary>Between two times that the log says the same, and how long a fault counts that no write meets again.</summary>
    static readonly TimeSpan SaidFor = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    volatile string? _problem;
    bool _isSaid;
    long? _failedAt;
    long? _saidAt;
    long? _triedAt;
    long? _faultAt;
    string? _fault;

    public string? Problem() => _problem;

    public string? Words() => null;

    /// <summary>Whether it is time for a trial; true for one caller alone.</summary>
    public bool TryBeginTrial()
    {
        lock (_gate)
        {
            if (_triedAt is { } before && clock.GetElapsedTime(before) < TrialEvery) return false;
            _triedAt = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>A trial or a write found no room.</summary>
    public void HandleFull(StoreFullException fault)
    {
        lock (_gate)
        {
            _problem = fault.Standing;
            _failedAt = clock.GetTimestamp();
            // a disk that is full and not full in turns fills no log
            if (_isSaid || (_saidAt is { } before && clock.GetElapsedTime(before) < SaidFor)) return;
            (_isSaid, _saidAt) = (true, clock.GetTimestamp());
        }

        StoreLog.NotWritable(logger, fault.Message);
    }

    /// <summary>The database failed in some other way; the log says each way once a minute.</summary>
    public void HandleFault(StoreException fault)
    {
        if (fault is StoreFullException full)
        {
            HandleFull(full);
            return;
        }

        lock (_gate)
        {
            if (_fault == fault.Message && _faultAt is { } before && clock.GetElapsedTime(before) < SaidFor) return;
            (_fault, _faultAt) = (fault.Message, clock.GetTimestamp());
        }

        StoreLog.Failed(logger, fault.Message);
    }

    /// <summary>A write found room.</summary>
    public void HandleWritten()
    {
        if (_problem is null) return;
        lock (_gate)
            if (_failedAt is { } failed && clock.GetElapsedTime(failed) < SaidFor) return;
        HandleRoom();
    }

    /// <summary>A trial found room.</summary>
    public void HandleRoom()
    {
        lock (_gate)
        {
            _problem = null;
            if (!_isSaid) return;
            _isSaid = false;
        }

        StoreLog.WritableAgain(logger);
    }
}
