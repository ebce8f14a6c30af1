using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What a client of the reference system wants a session for.</summary>
/// <param name="Purpose">To enrol, or to verify.</param>
/// <param name="UserId">
/// Whom the client says it is about: a relying party's subject; of a signed-in user their own id or name, or null.
/// </param>
/// <param name="ConsentVersion">Version of the text that was agreed to; null for none.</param>
internal sealed record LegacyWish(SessionPurpose Purpose, string? UserId, string? ConsentVersion = null);

/// <summary>Sessions of single pictures: creates them as any other, and finds a caller's latest.</summary>
/// <remarks>They live in this node's memory. Safe from many threads.</remarks>
internal sealed class LegacySessions(
    SessionFactory factory, SessionRates rates, SessionOpener opener, PictureDecoder decoder, IServiceScopeFactory scopes,
    IOptions<LegacyOptions> options, IOptions<SignalingOptions> signaling, TimeProvider time)
{
    /// <summary>Why a session may not begin.</summary>
    public static IReadOnlyList<Refusal> Refused { get; } = [.. SessionFactory.Refused, Refusals.TooManyRequests, Refusals.Busy];

    /// <summary>Why a picture may not be looked at.</summary>
    public static IReadOnlyList<Refusal> RefusedPictures { get; } =
    [
        Refusals.EnrollmentIncomplete, Refusals.TooManyRequests, PictureRefusals.NotAPicture, PictureRefusals.PictureSize, EndRefusals.Left,
        Refusals.SessionEnded, Refusals.SessionExpired, Refusals.SessionUsed, EndRefusals.Cancelled, Refusals.Busy,
        Refusals.TooManySessions, Refusals.RelyingPartyBusy, Refusals.AddressBusy, Refusals.TooManyAttempts,
        Refusals.FaceDisabled, EndRefusals.SubjectErased, Refusals.NotReady, Refusals.ServerStopping,
    ];

    /// <summary>Why an offer may not be answered.</summary>
    public static IReadOnlyList<Refusal> RefusedOffers { get; } =
    [
        .. RefusedPictures.Where(one => one.Status is not 422 && one != Refusals.EnrollmentIncomplete), Refusals.BadSdp, Refusals.NoVideo,
        Refusals.NoCommonCodec, Refusals.NoFingerprint, Refusals.NoDataChannel,
    ];

    const int MaxKept = 10_000;
    static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    readonly LegacySessionContext _context = new(opener, decoder, options.Value, time);
    readonly Lock _gate = new();
    readonly Dictionary<(string Owner, SessionPurpose Purpose, string Name), LegacySession> _latest = [];
    TimeSpan _sweptAt;

    /// <summary>Creates a session, in place of the caller's earlier one; or says why not.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="wish">What for.</param>
    /// <param name="address">The client's.</param>
    /// <param name="hears">Hears what the session says; null for nobody.</param>
    /// <param name="cancellation">The client went.</param>
    public async Task<Outcome<LegacySession>> StartAsync(
        Caller caller, LegacyWish wish, string address, Action<LegacyMessage>? hears, CancellationToken cancellation)
    {
        if (!await rates.TryTakeAsync(address, caller)) return Refusals.TooManyRequests;
        if (!await IsOwnAsync(caller, wish.UserId)) return Refusals.SubjectNotAllowed.With(NotYours);
        var consent = wish.ConsentVersion is { } version ? new ConsentWish(version, null) : null;
        var subject = caller.IsRelyingParty ? wish.UserId : null;
        var created = await factory.CreateAsync(
            caller, new(Wire.Name(wish.Purpose), subject, null, null, options.Value.Policy, consent) { IsOperatorsPolicy = true },
            cancellation);
        if (!created.TryGet(out var record, out var refusal)) return refusal == Refusals.BadSubject ? refusal.With(BadUserId) : refusal;
        var session = new LegacySession(record, new(time), _context) { Hears = hears };
        LegacySession? earlier;
        lock (_gate)
        {
            Sweep();
            var key = KeyOf(caller, wish);
            if (!_latest.TryGetValue(key, out earlier) && _latest.Count >= MaxKept) return Refusals.Busy;
            _latest[key] = session;
        }

        earlier?.Leave();
        return session;
    }

    /// <summary>The caller's latest session of that kind; null when there is none, or it is long over.</summary>
    public LegacySession? Find(Caller caller, LegacyWish wish)
    {
        lock (_gate)
            return _latest.TryGetValue(KeyOf(caller, wish), out var session)
                && !session.IsStale(time.GetElapsedTime(0), signaling.Value.VerdictLifetime) ? session : null;
    }

    const string BadUserId = "Set user_id to whom it is about: 1 to 128 characters that can be seen, composed (NFC), without blanks around "
        + "it, / or %2F; neither . nor .. is one.";

    const string NotYours = "A signed-in user always means themself: leave user_id out, or send your own. "
        + "Other subjects need a relying party's API key.";

    /// <summary>A client that means somebody else is not given another's face under that name.</summary>
    async Task<bool> IsOwnAsync(Caller caller, string? userId)
    {
        if (caller.IsRelyingParty || string.IsNullOrEmpty(userId) || userId == caller.UserId) return true;
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        var user = await users.FindByIdAsync(caller.UserId!);
        return user is not null && string.Equals(users.NormalizeName(user.UserName), users.NormalizeName(userId), StringComparison.Ordinal);
    }

    static (string, SessionPurpose, string) KeyOf(Caller caller, LegacyWish wish) =>
        (caller.Owner, wish.Purpose, caller.IsRelyingParty ? wish.UserId ?? "" : "");

    // called with the lock held
    void Sweep()
    {
        var now = time.GetElapsedTime(0);
        if (now - _sweptAt < SweepEvery && _latest.Count < MaxKept) return;
        _sweptAt = now;
        foreach (var (key, session) in _latest)
            if (session.IsStale(now, signaling.Value.VerdictLifetime)) _latest.Remove(key);
    }
}
