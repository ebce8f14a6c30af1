namespace FaceAuth.Signaling.Admin.Dashboard;

/// <summary>One overview for all who have the dashboard open, read anew when the last one is ten seconds old.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class SharedOverview(OverviewReader reader, TimeProvider time)
{
    /// <summary>For how long one is shown again, from when its reading began.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    readonly Dictionary<int, (long At, Task<Overview> Read)> _latest = [];

    /// <summary>The overview of so many days.</summary>
    public Task<Overview> ReadAsync(int days)
    {
        lock (_gate)
        {
            if (_latest.TryGetValue(days, out var latest) && IsGood(latest)) return latest.Read;
            var read = Task.Run(() => reader.ReadAsync(days));
            _latest[days] = (time.GetTimestamp(), read);
            return read;
        }
    }

    bool IsGood((long At, Task<Overview> Read) latest) =>
        !latest.Read.IsCompleted || (latest.Read.IsCompletedSuccessfully && time.GetElapsedTime(latest.At) < Kept);
}
