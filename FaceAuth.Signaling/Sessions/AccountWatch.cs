using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Ends this node's sessions whose account was closed or whose sign-ins have ended, on whatever node, within two seconds.</summary>
/// <remarks>
/// A session goes on as long as a sign-in is there that it may have been made with. The node that is asked ends its own at once; the
/// others see it in the store, which is looked at every second while a user's session runs. Nothing has to be sent between the nodes, so
/// nothing gets lost.
/// </remarks>
internal sealed class AccountWatch(
    SessionRegistry registry, IAccountDirectory accounts, ISignInStore signIns, TimeProvider time,
    ILogger<AccountWatch> logger) : BackgroundService
{
    // accounts of one question to the store
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
        var sessions = registry.Live.ToLookup(session => Caller.UserOf(session.Owner));
        foreach (var some in sessions.Select(of => of.Key).OfType<Guid>().Chunk(Most))
        {
            foreach (var closed in await accounts.ClosedAmongAsync(some, cancellation))
                registry.StopOwner(
                    Caller.OwnerOfUser(closed),
                    await accounts.FindAsync(closed, cancellation) is null ? Refusals.AccountRemoved : Refusals.AccountDisabled);
            var oldest = await signIns.OldestAmongAsync(some, cancellation);
            foreach (var (id, _, _) in some.SelectMany(user => sessions[user].Where(session => !IsBorne(user, session.MadeAt))))
                registry.TryStop(id, EndRefusals.Cancelled);

            bool IsBorne(Guid user, DateTimeOffset madeAt) =>
                oldest.TryGetValue(user, out var signedInAt) && AccountStanding.MayBear(signedInAt, madeAt);
        }
    }
}
