using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>The places of runs that get pictures: as many as are served fast enough by what pictures cost now.</summary>
/// <remarks>
/// A run without pictures costs nothing and takes none. Shared fairly among owners and among addresses, see <see cref="FairShare"/>. Safe
/// from many threads.
/// </remarks>
/// <param name="load">Says how many places there are.</param>
internal sealed class RunPlaces(LoadMeter load)
{
    readonly Lock _gate = new();
    readonly FairShare _owners = new();
    readonly FairShare _origins = new();
    int _taken;

    /// <summary>Places taken.</summary>
    public int Taken
    {
        get { lock (_gate) return _taken; }
    }

    /// <summary>Whether a run would get a place now; where none is free, its owner and address wait for one from now on.</summary>
    public bool HasRoom(AuthRequest request, TimeSpan now)
    {
        lock (_gate) return MayTake(request, now);
    }

    /// <summary>Takes a place for a run whose first picture has come; false as <see cref="HasRoom"/> says.</summary>
    public bool TryTake(AuthRequest request, TimeSpan now)
    {
        lock (_gate)
        {
            if (!MayTake(request, now)) return false;
            _taken++;
            _owners.Take(request.Owner);
            if (request.Origin is { } origin) _origins.Take(origin);
            return true;
        }
    }

    /// <summary>Gives a run's place back.</summary>
    public void Leave(AuthRequest request)
    {
        lock (_gate)
        {
            _taken--;
            _owners.Leave(request.Owner);
            if (request.Origin is { } origin) _origins.Leave(origin);
        }
    }

    bool MayTake(AuthRequest request, TimeSpan now)
    {
        if (load.HasRoom(_taken))
        {
            var places = load.Places;
            return _owners.MayTake(request.Owner, places, now)
                && (request.Origin is null || _origins.MayTake(request.Origin, places, now));
        }

        _owners.Wait(request.Owner, now);
        if (request.Origin is { } origin) _origins.Wait(origin, now);
        return false;
    }
}
