using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>One run's place among <see cref="RunPlaces"/>, taken once and given back once.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class RunPlace(RunPlaces places, AuthRequest request)
{
    const int None = 0, Taken = 1, Over = 2;

    int _state;

    /// <summary>Whether the run has a place, or gets one now.</summary>
    public bool TryTake(TimeSpan now)
    {
        if (Volatile.Read(ref _state) == Taken) return true;
        if (!places.TryTake(request, now)) return false;
        if (Interlocked.CompareExchange(ref _state, Taken, None) == None) return true;
        places.Leave(request);   // the run ended meanwhile
        return false;
    }

    /// <summary>The run has ended.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _state, Over) == Taken) places.Leave(request);
    }
}
