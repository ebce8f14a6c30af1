using System.Globalization;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;
using Quartz;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Quartz.NET twice: one scheduler on the store for the jobs of all nodes, one in memory for those of each.</summary>
/// <remarks>
/// On PostgreSQL the first is a cluster: a job runs on one node, and what a node that died was at is recovered by another some 20 s
/// later. On SQLite, which one server has for itself, it is recovered at the next start. What was missed while nobody ran is made up
/// for once.
/// </remarks>
internal sealed class JobScheduler(
    IServiceProvider services, IScheduleDatabase database, JobCatalog catalog, JobNode node, IOptions<JobOptions> options,
    IOptions<StoreOptions> store, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    const string Name = "faceauth";
    const string Group = "faceauth";
    const string AskedGroup = "asked";

    // jobs are few and long; sessions need the processors
    const int AtOnce = 2;

    /// <summary>How late another node's schedule may be noticed; what this node is asked for it begins at once.</summary>
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(5);
    static readonly TimeSpan CheckInLate = TimeSpan.FromSeconds(10);

    readonly List<StandaloneSchedulerFactory> _factories = [];
    IScheduler? _shared;
    IScheduler? _own;

    /// <summary>Whether this node runs jobs and has started to.</summary>
    public bool IsRunning => _shared is not null && _own is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled) return;
        var shared = await BuildAsync(Shared, cancellationToken);
        var own = await BuildAsync(Own, cancellationToken);
        foreach (var job in catalog.All)
            await PlanAsync(job.Reach == JobReach.Cluster ? shared : own, job, options.Value.ScheduleOf(job), cancellationToken);
        await shared.Start(cancellationToken);
        await own.Start(cancellationToken);
        (_shared, _own) = (shared, own);
    }

    /// <summary>Ends what runs, which goes on elsewhere or at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var (shared, own) = (_shared, _own);
        (_shared, _own) = (null, null);
        if (shared is not null) await shared.Shutdown(waitForJobsToComplete: true, cancellationToken);
        if (own is not null) await own.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    /// <summary>Has a run that waits begun, by this node or by another that has it planned already.</summary>
    public async Task BeginAsync(JobDescriptor job, long run, CancellationToken cancellation)
    {
        if ((job.Reach == JobReach.Cluster ? _shared : _own) is not { } scheduler) return;
        var id = run.ToString(CultureInfo.InvariantCulture);
        // where another node was faster, its trigger is kept
        await scheduler.ScheduleTrigger(
            TriggerBuilder.Create().WithIdentity(id, AskedGroup).ForJob(KeyOf(job)).UsingJobData(ScheduledJob.Run, id).StartNow().Build(),
            TriggerConflict.Keep, cancellation);
    }

    /// <summary>When it runs next by its schedule; null where it has none or this node runs no jobs.</summary>
    public async Task<DateTimeOffset?> NextAsync(JobDescriptor job, CancellationToken cancellation) =>
        (job.Reach == JobReach.Cluster ? _shared : _own) is { } scheduler
            && await scheduler.GetTrigger(ScheduleKeyOf(job), cancellation) is { } trigger
            ? trigger.NextFireTimeUtc : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories) await factory.DisposeAsync();
        _factories.Clear();
    }

    async Task<IScheduler> BuildAsync(Action<IQuartzBuilder> configure, CancellationToken cancellation)
    {
        var factory = QuartzSchedulerBuilder.Create(configure).Build();
        _factories.Add(factory);
        return await factory.GetScheduler(cancellation);
    }

    void Own(IQuartzBuilder builder)
    {
        Basics(builder, $"{Name}-node", Name);
        builder.UseInMemoryStore();
    }

    void Shared(IQuartzBuilder builder)
    {
        var isCluster = store.Value.Provider == StoreProvider.PostgreSql;
        // one server alone is known by the same name at each start, and so finds what it was at
        Basics(builder, Name, isCluster ? node.Name : Name);
        builder.Services.AddSingleton(database.Source);
        builder.UsePersistentStore(kept =>
        {
            kept.ConfigureStore(options => options.StoreJobDataAsStrings = true);
            kept.UseSystemTextJsonSerializer();
            if (!isCluster)
            {
                kept.UseSqlite(source => source.UseRegisteredDataSource = true);
                return;
            }

            kept.UsePostgres(source => source.UseRegisteredDataSource = true);
            kept.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, CheckInLate));
        });
    }

    void Basics(IQuartzBuilder builder, string name, string instance)
    {
        builder.Services.AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.ConfigureScheduler(scheduler =>
        {
            (scheduler.InstanceName, scheduler.InstanceId, scheduler.IdleWaitTime) = (name, instance, Idle);
            scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        builder.UseDefaultThreadPool(AtOnce);
        builder.UseJobFactory(new ScheduledJobs(services));
    }

    /// <summary>Has the scheduler know the job and when it runs; one that is planned as it should be is left alone.</summary>
    static async Task PlanAsync(IScheduler scheduler, JobDescriptor job, string? schedule, CancellationToken cancellation)
    {
        await scheduler.AddJob(
            JobBuilder.Create<ScheduledJob>().WithIdentity(KeyOf(job)).StoreDurably().RequestRecovery().Build(),
            new AddJobOptions { Replace = true }, cancellation);
        var key = ScheduleKeyOf(job);
        var planned = await scheduler.GetTrigger(key, cancellation) as ICronTrigger;
        if (planned?.CronExpressionString == schedule) return;
        if (planned is not null) await scheduler.UnscheduleJob(key, cancellation);
        if (schedule is null) return;
        await scheduler.ScheduleTrigger(
            TriggerBuilder.Create().WithIdentity(key).ForJob(KeyOf(job)).WithCronSchedule(CronScheduleBuilder.Create(schedule)
                .InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(),
            TriggerConflict.Keep, cancellation);
    }

    static JobKey KeyOf(JobDescriptor job) => new(job.Name, Group);

    static TriggerKey ScheduleKeyOf(JobDescriptor job) => new(job.Name, Group);
}
