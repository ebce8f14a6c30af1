namespace FaceAuth.Signaling.Admin.Parts;

/// <summary>Looks again while a page is open.</summary>
internal static class Watching
{
    /// <summary>For what somebody looks at while it goes on.</summary>
    public static readonly TimeSpan Closely = TimeSpan.FromSeconds(1);

    /// <summary>For lists.</summary>
    public static readonly TimeSpan Slowly = TimeSpan.FromSeconds(5);

    /// <summary>Until the page is left.</summary>
    public static async Task RepeatAsync(Func<Task> look, TimeSpan every, CancellationToken left)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(left)) await look();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // nobody looks any more
        }
    }
}
