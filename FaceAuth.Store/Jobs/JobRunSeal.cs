using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Jobs;

/// <summary>Says whether the order that a run carries out is one that this store wrote.</summary>
/// <remarks>
/// The job, what it is told, who asked and when, and whether a node has taken it: who can only write the database has nothing run, and
/// nothing run again. How far it is and what it says are not covered. Safe from many threads.
/// </remarks>
internal sealed class JobRunSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 512;

    public byte[] Of(JobRunRow run)
    {
        using var fields = Write(run);
        return authenticator.Of(RowKind.JobRun, fields);
    }

    public bool Holds(JobRunRow run)
    {
        using var fields = Write(run);
        return authenticator.Matches(RowKind.JobRun, fields, run.Authenticator);
    }

    public static AlteredRow AsAltered(JobRunRow run) => new() { Kind = RowKind.JobRun, Number = run.Id };

    static RowFields Write(JobRunRow run)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(run.Id);
        fields.Add(run.Job);
        fields.AddNullable(run.Parameters);
        fields.Add(run.RequestedBy);
        fields.Add(run.RequestedAt);
        fields.Add(run.State == JobRunState.Waiting ? 0 : 1);
        return fields;
    }
}
