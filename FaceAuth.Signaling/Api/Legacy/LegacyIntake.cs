using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Reads bodies that hold a picture or an offer: a bounded number at one time, and each within a time.</summary>
/// <remarks>
/// A body is in memory until it is there as a whole, and its client says how long that takes: without a bound one account could hold
/// as many mebibytes as it can open connections. Safe from many threads.
/// </remarks>
internal sealed class LegacyIntake(TimeProvider time)
{
    /// <summary>Bodies that are read at one time.</summary>
    public const int Most = 128;

    /// <summary>Of those, one signed-in user's; a relying party's back end is bounded as an address.</summary>
    public const int MostOfUser = 8;

    /// <summary>Of those, from one address.</summary>
    public const int MostFromAddress = 32;

    /// <summary>How long one may take to come: a mebibyte in that time is 0.8 Mbit/s.</summary>
    public static readonly TimeSpan TimeToCome = TimeSpan.FromSeconds(10);

    static readonly Refusal TooSlow = Refusals.BadRequest.With("The body took longer than 10 s to come. Send less, or send it faster.");

    readonly Lock _gate = new();
    readonly Dictionary<string, int> _read = [];   // by user and by address; no longer than two for each that is read
    int _count;

    /// <summary>What is read, or why not.</summary>
    /// <param name="caller">Whose it is.</param>
    /// <param name="address">The client's, as limits count it.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellation">The client went.</param>
    public async Task<Outcome<LegacyFields>> ReadAsync(
        Caller caller, string address, Func<CancellationToken, Task<Outcome<LegacyFields>>> read, CancellationToken cancellation)
    {
        (string Key, int Most)[] counted =
            [(caller.Owner, caller.IsRelyingParty ? MostFromAddress : MostOfUser), ($"from {address}", MostFromAddress)];
        if (!TryEnter(counted)) return Refusals.TooManyRequests;
        using var limit = new CancellationTokenSource(TimeToCome, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await read(end.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return TooSlow;
        }
        finally
        {
            Leave(counted);
        }
    }

    bool TryEnter((string Key, int Most)[] counted)
    {
        lock (_gate)
        {
            if (_count >= Most || counted.Any(one => _read.GetValueOrDefault(one.Key) >= one.Most)) return false;
            _count++;
            foreach (var (key, _) in counted) _read[key] = _read.GetValueOrDefault(key) + 1;
            return true;
        }
    }

    void Leave((string Key, int Most)[] counted)
    {
        lock (_gate)
        {
            _count--;
            foreach (var (key, _) in counted)
            {
                if (_read[key] == 1) _read.Remove(key);
                else _read[key]--;
            }
        }
    }
}
