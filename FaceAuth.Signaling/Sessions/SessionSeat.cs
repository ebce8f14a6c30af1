namespace FaceAuth.Signaling.Sessions;

/// <summary>One place under the cap of <see cref="SessionRegistry"/>; disposing it gives the place back, once.</summary>
internal sealed class SessionSeat(SessionRegistry registry) : IDisposable
{
    int _given;

    /// <summary>The owner and the client address that it is counted for as well; empty before they are.</summary>
    public IReadOnlyList<string> Counted { get; set; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0) registry.Release(Counted);
    }
}
