using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Ends this node's sessions that ended, or lost what they stand on, on whatever node, within two seconds.</summary>
/// <remarks>
/// A session stands on its account, the sign-in or API key that it was made with, and its subject; and its owner may cancel it. The node
/// that is asked ends its own at once; the others see it in the store, which is looked at every second while a session runs. Nothing has
/// to be sent between the nodes, so nothing gets lost.
/// </remarks>
internal sealed class AccountWatch(
    SessionRegistry registry, IAccountDirectory accounts, ISignInStore signIns, ISessionStore sessions, TimeProvider time,
    ILogger<AccountWatch> logger) : BackgroundService
{
    // accounts or sessions of one question to the store
    const int Most = 500;

    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    PeriodicTimer? _timer;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new(Every, time);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isBlind = false;
        while (await _timer!.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                isBlind = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // told once, not every second; what a session stores fails meanwhile too
                if (!isBlind) SignalingLog.AccountsUnseen(logger, StoreFaults.ForLog(fault));
                isBlind = true;
            }
        }
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        var live = registry.Live.ToList();
        foreach (var some in live.Select(session => Caller.UserOf(session.Owner)).OfType<Guid>().Distinct().Chunk(Most))
            foreach (var closed in await accounts.ClosedAmongAsync(some, cancellation))
                registry.StopOwner(
                    Caller.OwnerOfUser(closed),
                    await accounts.FindAsync(closed, cancellation) is null ? Refusals.AccountRemoved : Refusals.AccountDisabled);
        foreach (var some in live.Chunk(Most))
        {
            var standing = await sessions.StandingAmongAsync([.. some.Select(session => session.Id)], time.GetUtcNow(), cancellation);
            foreach (var session in some.Where(session => !standing.Contains(session.Id)))
                registry.TryStop(session.Id, await WhyAsync(session.Id, cancellation));
        }

        var unnamed = live.FindAll(session => session.SignInId is null && Caller.UserOf(session.Owner) is not null);
        if (unnamed.Count > 0) await LookAtUnnamedAsync(unnamed, cancellation);
    }

    /// <summary>Another node may have taken this one for lost; to all else that ended it this is the owner's word.</summary>
    async Task<Refusal> WhyAsync(Guid session, CancellationToken cancellation) =>
        await sessions.FindAsync(session, cancellation) is { Outcome: { } outcome } && outcome == NodeRefusals.NodeLost.Code
            ? NodeRefusals.NodeLost : EndRefusals.Cancelled;

    /// <summary>Sessions that an earlier version made, which name no sign-in, while both versions run.</summary>
    async Task LookAtUnnamedAsync(List<SessionRecord> unnamed, CancellationToken cancellation)
    {
        foreach (var some in unnamed.GroupBy(session => Caller.UserOf(session.Owner)!.Value).Chunk(Most))
        {
            var oldest = await signIns.OldestAmongAsync([.. some.Select(of => of.Key)], cancellation);
            foreach (var session in some.SelectMany(of => of.Where(session => !IsBorne(of.Key, session.CreatedAt))))
                registry.TryStop(session.Id, EndRefusals.SignedOut);

            bool IsBorne(Guid user, DateTimeOffset madeAt) =>
                oldest.TryGetValue(user, out var signedInAt) && AccountStanding.MayBear(signedInAt, madeAt);
        }
    }
}
