using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Jobs;

/// <inheritdoc/>
internal sealed class JobRunStore(
    StoreDatabase database, JobRunSeal seal, RunSilence silences, AlteredRows altered, TimeProvider clock) : IJobRunStore
{
    /// <summary>Runs of one job that are kept once they are over.</summary>
    internal const int Kept = 200;

    /// <summary>Runs of one job that may wait.</summary>
    internal const int MostWaiting = 100;

    public async ValueTask<JobRun> RequestAsync(string job, string? parameters, string requestedBy, CancellationToken cancellation)
    {
        Check.Name(job, Limits.JobName);
        Check.Name(requestedBy, Limits.Owner);
        Check.Bytes(parameters, Limits.JobParametersBytes);
        return ViewOf(await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "job:" + job, cancellation);
            if (await context.JobRuns.CountAsync(r => r.Job == job && r.State == JobRunState.Waiting, cancellation) >= MostWaiting)
                throw new InvalidOperationException($"{MostWaiting} runs of {job} wait already.");
            var row = new JobRunRow { Job = job, Parameters = parameters, RequestedBy = requestedBy, RequestedAt = clock.GetUtcNow() };
            await AddAsync(context, row, cancellation);
            return row;
        }, cancellation));
    }

    public async ValueTask<IReadOnlyList<JobRun>> WaitingAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.JobRuns.Where(r => r.State == JobRunState.Waiting).OrderBy(r => r.Id).Take(Limits.ListCount)
                .ToListAsync(cancellation), cancellation);
        var forged = rows.FindAll(row => !seal.Holds(row)).ConvertAll(row => row.Id);
        if (forged.Count > 0) await RefuseAsync(forged, cancellation);
        return rows.FindAll(row => !forged.Contains(row.Id)).ConvertAll(ViewOf);
    }

    public async ValueTask<JobBeginning> BeginAsync(JobStart start, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(start);
        Check.Name(start.Job, Limits.JobName);
        Check.Name(start.Slot, Limits.JobSlot);
        Check.Name(start.Node, Limits.JobNode);
        Check.Bytes(start.Parameters, Limits.JobParametersBytes);
        var (row, isBusy, _) = await database.WriteAsync<(JobRunRow?, bool, IReadOnlyList<AlteredRow>)>(async context =>
        {
            await database.HoldAsync(context, "slot:" + start.Slot, cancellation);
            var asked = start.Asked is { } id ? await context.JobRuns.SingleOrDefaultAsync(r => r.Id == id, cancellation) : null;
            if (start.Asked is not null && !MayBegin(asked, start)) return (null, false, []);

            var now = clock.GetUtcNow();
            var others = await context.JobRuns.Where(r => r.Slot == start.Slot && r.State == JobRunState.Running)
                .ToListAsync(cancellation);
            if (asked is not null && !seal.Holds(asked)) return (null, false, await RefuseAsync(context, [asked], cancellation));
            if (others.Exists(other => !silences.IsSilent(other, start.Silence))) return (null, true, []);
            foreach (var other in others) EndSilent(other, now);
            await context.SaveChangesAsync(cancellation);   // before the slot is taken: the index knows one at a time
            if (asked is { State: JobRunState.Cancelled }) return (null, false, []);
            if (start.HandsOn)
            {
                if (asked is { State: not JobRunState.Waiting }) await AddAsync(context, New(start, asked, now), cancellation);
                return (null, false, []);
            }

            var row = asked is { State: JobRunState.Waiting } ? asked : New(start, asked, now);
            (row.Slot, row.State, row.Node, row.StartedAt, row.HeardAt) = (start.Slot, JobRunState.Running, start.Node, now, now);
            row.Message = null;
            await ResumeAsync(context, row, cancellation);
            await AddAsync(context, row, cancellation);
            return (row, false, []);
        }, cancellation, begun => altered.Announce(begun.Item3));
        return new(row is null ? null : ViewOf(row), isBusy);
    }

    public async ValueTask<JobOrder> ReportAsync(long runId, string node, JobReport report, CancellationToken cancellation)
    {
        var (done, total, failed, message, cursor) = Fitting(report);
        return await database.WriteAsync(async context =>
        {
            var now = clock.GetUtcNow();
            var told = await context.JobRuns.Where(r => r.Id == runId && r.Node == node && r.State == JobRunState.Running)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.HeardAt, now).SetProperty(r => r.Done, done).SetProperty(r => r.Total, total)
                        .SetProperty(r => r.FailedItems, failed).SetProperty(r => r.Message, message).SetProperty(r => r.Cursor, cursor),
                    cancellation);
            if (told == 0) return JobOrder.Stop;
            return await context.JobRuns.AnyAsync(r => r.Id == runId && r.IsCancelAsked, cancellation) ? JobOrder.Cancel : JobOrder.GoOn;
        }, cancellation);
    }

    public async ValueTask<bool> EndAsync(
        long runId, string node, JobRunState state, JobReport report, CancellationToken cancellation)
    {
        if (state < JobRunState.Succeeded) throw new ArgumentException($"{state} is no end.", nameof(state));
        var (done, total, failed, message, cursor) = Fitting(report);
        return await database.WriteAsync(async context =>
        {
            var row = await context.JobRuns.SingleOrDefaultAsync(
                r => r.Id == runId && r.Node == node && r.State == JobRunState.Running, cancellation);
            if (row is null) return false;
            (row.State, row.EndedAt, row.HeardAt) = (state, clock.GetUtcNow(), clock.GetUtcNow());
            (row.Done, row.Total, row.FailedItems, row.Message, row.Cursor) = (done, total, failed, message, cursor);
            await context.SaveChangesAsync(cancellation);
            await DeleteOldAsync(context, row.Job, cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask<bool> CancelAsync(long runId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await database.WriteAsync(
            async context => await context.JobRuns.Where(r => r.Id == runId && r.State == JobRunState.Waiting)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(r => r.State, JobRunState.Cancelled).SetProperty(r => r.EndedAt, now)
                            .SetProperty(r => r.IsCancelAsked, true),
                        cancellation)
                + await context.JobRuns.Where(r => r.Id == runId && r.State == JobRunState.Running)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.IsCancelAsked, true), cancellation) > 0,
            cancellation);
    }

    public async ValueTask TellAsync(long runId, string message, CancellationToken cancellation) => await database.UpdateAsync(
        context => context.JobRuns.Where(r => r.Id == runId && r.State == JobRunState.Waiting && r.Message == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Message, message), cancellation),
        cancellation);

    public async ValueTask<int> EndLostAsync(TimeSpan silence, CancellationToken cancellation)
    {
        // looked at first, as mostly there is none: nothing is written then
        var running = await database.ReadAsync(context => Running(context).ToListAsync(cancellation), cancellation);
        silences.Keep(running.ConvertAll(row => row.Id));
        var silent = running.FindAll(row => silences.IsSilent(row, silence)).ConvertAll(row => row.Id);
        if (silent.Count == 0) return 0;
        return await database.WriteAsync(async context =>
        {
            // one that was heard of meanwhile goes on
            var rows = (await Running(context).Where(r => silent.Contains(r.Id)).ToListAsync(cancellation))
                .FindAll(row => silences.IsSilent(row, silence));
            foreach (var row in rows) EndSilent(row, clock.GetUtcNow());
            await context.SaveChangesAsync(cancellation);
            return rows.Count;
        }, cancellation);
    }

    public async ValueTask<JobRun?> FindAsync(long runId, CancellationToken cancellation) =>
        (await ViewsAsync(context => context.JobRuns.Where(r => r.Id == runId), cancellation)).SingleOrDefault();

    public ValueTask<IReadOnlyList<JobRun>> ListAsync(
        string? job, long? beforeId, int count, CancellationToken cancellation, JobRunState? state = null)
    {
        Check.Count(count, Limits.ListCount);
        var before = beforeId ?? long.MaxValue;
        return ViewsAsync(
            context => (job is null ? context.JobRuns : context.JobRuns.Where(r => r.Job == job))
                .Where(r => r.Id < before && (state == null || r.State == state)).OrderByDescending(r => r.Id).Take(count),
            cancellation);
    }

    async ValueTask<IReadOnlyList<JobRun>> ViewsAsync(
        Func<FaceAuthDbContext, IQueryable<JobRunRow>> which, CancellationToken cancellation) =>
        (await database.ReadAsync(context => which(context).ToListAsync(cancellation), cancellation)).ConvertAll(ViewOf);

    /// <summary>A run that is over is not begun again; one that was lost may be, by whoever recovers it.</summary>
    static bool MayBegin(JobRunRow? asked, JobStart start) => asked?.Job == start.Job
        && (asked.State == JobRunState.Waiting || (start.Recovers && asked.State is JobRunState.Running or JobRunState.Lost));

    static JobRunRow New(JobStart start, JobRunRow? lost, DateTimeOffset now) => new()
    {
        Job = start.Job,
        RequestedBy = lost?.RequestedBy ?? start.RequestedBy,
        Parameters = lost is null ? start.Parameters : lost.Parameters,
        RequestedAt = now,
    };

    /// <summary>Stores a run's order; a new one gets its number first, which is part of what is authenticated.</summary>
    async Task AddAsync(FaceAuthDbContext context, JobRunRow row, CancellationToken cancellation)
    {
        if (row.Id == 0)
        {
            context.JobRuns.Add(row);
            await context.SaveChangesAsync(cancellation);
        }

        row.Authenticator = seal.Of(row);
        await context.SaveChangesAsync(cancellation);
    }

    Task<IReadOnlyList<AlteredRow>> RefuseAsync(List<long> runs, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var rows = await context.JobRuns.Where(r => runs.Contains(r.Id) && r.State == JobRunState.Waiting).ToListAsync(cancellation);
            return await RefuseAsync(context, rows.FindAll(row => !seal.Holds(row)), cancellation);
        }, cancellation, altered.Announce);

    /// <summary>Ends runs that nobody asked this store for, and reports them.</summary>
    async Task<IReadOnlyList<AlteredRow>> RefuseAsync(FaceAuthDbContext context, List<JobRunRow> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
            (row.State, row.EndedAt, row.Message) =
                (JobRunState.Failed, clock.GetUtcNow(), "It was put into the database or altered there from outside, and was not run.");
        var fresh = await altered.RecordAsync(context, rows.ConvertAll(JobRunSeal.AsAltered), cancellation);
        await context.SaveChangesAsync(cancellation);
        return fresh;
    }

    static async Task ResumeAsync(FaceAuthDbContext context, JobRunRow row, CancellationToken cancellation)
    {
        var last = await context.JobRuns
            .Where(r => r.Job == row.Job && r.Slot == row.Slot && r.Parameters == row.Parameters && r.State >= JobRunState.Succeeded)
            .OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellation);
        if (last is null or { State: JobRunState.Succeeded } or { Cursor: null }) return;
        (row.Resumes, row.Cursor) = (last.Id, last.Cursor);
        (row.Done, row.Total, row.FailedItems) = (last.Done, last.Total, last.FailedItems);
    }

    // bounded by the slots; more than that were put there
    static IQueryable<JobRunRow> Running(FaceAuthDbContext context) =>
        context.JobRuns.Where(r => r.State == JobRunState.Running).OrderBy(r => r.Id).Take(Limits.ListCount);

    static void EndSilent(JobRunRow row, DateTimeOffset now) =>
        (row.State, row.EndedAt) = (row.IsCancelAsked ? JobRunState.Cancelled : JobRunState.Lost, now);

    static async Task DeleteOldAsync(FaceAuthDbContext context, string job, CancellationToken cancellation)
    {
        var over = context.JobRuns.Where(r => r.Job == job && r.State >= JobRunState.Succeeded);
        if (await over.OrderByDescending(r => r.Id).Skip(Kept).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancellation) is { } oldest)
            await over.Where(r => r.Id <= oldest).ExecuteDeleteAsync(cancellation);
    }

    static JobReport Fitting(JobReport report)
    {
        if (report.Cursor?.Length > Limits.JobCursor)
            throw new ArgumentException($"A cursor has at most {Limits.JobCursor} characters.", nameof(report));
        return report.Message?.Length > Limits.JobMessage ? report with { Message = report.Message[..Limits.JobMessage] } : report;
    }

    static JobRun ViewOf(JobRunRow row) => new(
        row.Id, row.Job, Enum.IsDefined(row.State) ? row.State : JobRunState.Failed, row.RequestedBy, row.Parameters, row.RequestedAt,
        new(row.Done, row.Total, row.FailedItems, row.Message, row.Cursor))
    {
        Node = row.Node,
        StartedAt = row.StartedAt,
        HeardAt = row.HeardAt,
        EndedAt = row.EndedAt,
        Resumes = row.Resumes,
        IsCancelAsked = row.IsCancelAsked,
    };
}
