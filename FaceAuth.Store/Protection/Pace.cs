using System.Diagnostics;

namespace FaceAuth.Store.Protection;

/// <summary>Leaves the database to others for as long as each transaction took.</summary>
internal sealed class Pace
{
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(2), Most = TimeSpan.FromMilliseconds(200);

    long _began = Stopwatch.GetTimestamp();

    public async Task PauseAsync(CancellationToken cancellation)
    {
        var took = Stopwatch.GetElapsedTime(_began);
        await Task.Delay(took < Least ? Least : took > Most ? Most : took, cancellation);
        _began = Stopwatch.GetTimestamp();
    }
}
