using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Client;

/// <summary>The server's keys, read once and again when they are old or one is asked for that is not there. Safe from many threads.</summary>
/// <remarks>
/// Who sends made-up key ids makes it ask once in <see cref="Pause"/>. What the server no longer publishes is not taken any more from the
/// next reading on; a server that cannot be reached is done without for <see cref="Longest"/>.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing to give back.")]
internal sealed class KeyRing(Func<HttpClient> http, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    const int LongestAnswer = 64 << 10;   // bytes
    const string Address = ".well-known/jwks.json";

    readonly SemaphoreSlim _gate = new(1);
    long _askedAt;
    volatile KeySet? _keys;

    /// <summary>The key of that id; null where the server has none.</summary>
    /// <exception cref="FaceAuthException">The keys cannot be had: "keys_unavailable".</exception>
    public async ValueTask<SecurityKey?> FindAsync(string id, CancellationToken cancellation)
    {
        var keys = _keys;
        if (keys is not null && keys.ById.TryGetValue(id, out var key) && AgeOf(keys) < Fresh) return key;
        await _gate.WaitAsync(cancellation);
        try
        {
            keys = _keys;   // who waited finds what another has fetched
            var isWanted = keys is null || AgeOf(keys) >= Fresh || !keys.ById.ContainsKey(id);
            if (isWanted && (keys is null || time.GetElapsedTime(_askedAt) >= Pause)) keys = await RenewAsync(keys, cancellation);
            if (keys is null || AgeOf(keys) >= Longest)
                throw Unavailable("The server's keys are too old, and it cannot be reached for newer ones.");
            return keys.ById.GetValueOrDefault(id);
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task<KeySet?> RenewAsync(KeySet? known, CancellationToken cancellation)
    {
        _askedAt = time.GetTimestamp();
        try
        {
            return _keys = await FetchAsync(cancellation);
        }
        catch (Exception fault) when (fault is HttpRequestException or FormatException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (known is not null) return known;
            throw Unavailable("The server's keys cannot be read: " + fault.Message, fault);
        }
    }

    async Task<KeySet> FetchAsync(CancellationToken cancellation)
    {
        var address = new Uri(Address, UriKind.Relative);
        using var answer = await http().GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellation);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation));
        JsonWebKeySet set;
        try
        {
            set = new JsonWebKeySet(text);
        }
        catch (Exception fault) when (fault is ArgumentException or System.Text.Json.JsonException)
        {
            throw new FormatException(Address + " is no JSON Web Key Set.", fault);
        }

        var usable = set.Keys.Where(key => key is { Kty: "EC", Crv: "P-256", Use: null or "sig", Alg: null or "ES256" }
            && !string.IsNullOrEmpty(key.Kid));
        var byId = usable.GroupBy(key => key.Kid, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, SecurityKey (group) => group.First(), StringComparer.Ordinal);
        if (byId.Count == 0) throw new FormatException(Address + " holds no key for ES256.");
        return new(byId, time.GetTimestamp());
    }

    TimeSpan AgeOf(KeySet keys) => time.GetElapsedTime(keys.ReadAt);

    static FaceAuthException Unavailable(string message, Exception? fault = null) => new(message, "keys_unavailable", null, inner: fault);

    sealed record KeySet(IReadOnlyDictionary<string, SecurityKey> ById, long ReadAt);
}
