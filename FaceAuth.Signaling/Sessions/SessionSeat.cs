namespace FaceAuth.Signaling.Sessions;

/// <summary>One place under the cap of <see cref="SessionRegistry"/>; disposing it gives the place back, once.</summary>
internal sealed class SessionSeat(SessionRegistry registry) : IDisposable
{
    int _given;

    /// <summary>The signed-in user it is counted for as well; null before that is known, and for a relying party's session.</summary>
    public string? User { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0) registry.Release(User);
    }
}
