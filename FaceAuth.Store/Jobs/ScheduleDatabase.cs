using System.Data.Common;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Jobs;

/// <summary>The scheduler's tables, which each start makes where they are missing; the start-up lock is held.</summary>
internal sealed class ScheduleDatabase(IStoreEngine engine) : IScheduleDatabase, IStartStep
{
    public DbDataSource Source => engine.Schedule;

    public Task RunAsync(CancellationToken cancellation) => engine.PrepareScheduleAsync(cancellation);
}
