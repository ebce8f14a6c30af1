using System.Diagnostics;
using System.Threading.Channels;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>Sends what waits in the outbox: looks every second, and as soon as a place is free again.</summary>
/// <remarks>Each attempt runs by itself; <see cref="WebhookSlots"/> says how many. What it has when it stops it gives back.</remarks>
internal sealed class WebhookDriver(
    IWebhookOutbox outbox, WebhookSender sender, SignalingMetrics metrics, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<WebhookDriver> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Beyond an attempt's time-out, so that a node that lives never loses what it is sending.</summary>
    static readonly TimeSpan LeaseBeyond = TimeSpan.FromMinutes(1);

    /// <summary>Deliveries of one endpoint after which its log is looked at.</summary>
    const int TrimEvery = 200;

    /// <summary>Endpoints whose deliveries are counted; beyond, counting begins anew.</summary>
    const int MostCounted = 10_000;

    readonly WebhookSlots _slots = new(options.Value.MaxParallel, options.Value.MaxParallelPerEndpoint);
    readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Lock _gate = new();
    readonly HashSet<Task> _running = [];
    readonly Dictionary<Guid, int> _ended = [];
    ITimer? _timer;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Deliver) _timer = time.CreateTimer(_ => _bell.Writer.TryWrite(true), null, Every, Every);
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
        if (!options.Value.Deliver) return;
        var isBlind = false;
        try
        {
            while (await _bell.Reader.ReadAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                    if (isBlind) WebhookLog.WatchedAgain(logger);
                    isBlind = false;
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    // told once, not every second
                    if (!isBlind) WebhookLog.NotWatched(logger, Errors.StoreFaults.ForLog(fault));
                    isBlind = true;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // given back below
        }

        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        while (_slots.Free is > 0 and var free)
        {
            var begun = 0;
            foreach (var due in await outbox.DueAsync(free, _slots.Busy, _slots.BusyOwners, _slots.TakesFailing, cancellation))
                if (await TryBeginAsync(due, cancellation)) begun++;
            if (begun == 0) return;
        }
    }

    async Task<bool> TryBeginAsync(WebhookDue due, CancellationToken cancellation)
    {
        if (!_slots.TryTake(due.WebhookId, due.Owner, due.IsFailing)) return false;
        WebhookLease? lease = null;
        try
        {
            lease = await outbox.TryTakeAsync(due, options.Value.Timeout + LeaseBeyond, cancellation);
        }
        finally
        {
            if (lease is null) _slots.Release(due.WebhookId, due.Owner, due.IsFailing);
        }

        if (lease is null) return false;
        var running = DeliverAsync(lease, due, cancellation);
        lock (_gate)
        {
            _running.RemoveWhere(task => task.IsCompleted);
            _running.Add(running);
        }

        return true;
    }

    /// <summary>Never throws: what cannot be written is another's when the lease is over.</summary>
    async Task DeliverAsync(WebhookLease lease, WebhookDue due, CancellationToken stopping)
    {
        try
        {
            await Task.Yield();
            var (at, began) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
            var answer = await sender.SendAsync(lease, stopping);
            var attempt = new WebhookAttempt(at, answer.Status, answer.Error, (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var result = ResultOf(lease, answer, attempt);
            if (await outbox.CompleteAsync(lease, result, CancellationToken.None)) metrics.Webhook(OutcomeOf(result));
            if (result.State != WebhookDeliveryState.Waiting) await TrimAsync(lease.WebhookId);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await QuietlyAsync(lease);
        }
        catch (Exception fault)
        {
            WebhookLog.NotRecorded(logger, lease.Id, Errors.StoreFaults.ForLog(fault));
        }
        finally
        {
            _slots.Release(due.WebhookId, due.Owner, due.IsFailing);
            _bell.Writer.TryWrite(true);
        }
    }

    WebhookResult ResultOf(WebhookLease lease, WebhookAnswer answer, WebhookAttempt attempt)
    {
        if (answer.IsTaken) return Result(WebhookDeliveryState.Delivered, null);
        if (answer.IsGone) return Result(WebhookDeliveryState.Failed, null);
        return WebhookSchedule.After(lease.Tries, answer.RetryAfter, Random.Shared) is { } pause
            ? Result(WebhookDeliveryState.Waiting, time.GetUtcNow() + pause) : Result(WebhookDeliveryState.Failed, null);

        WebhookResult Result(WebhookDeliveryState state, DateTimeOffset? next) =>
            new(attempt, state, next, answer.IsGone, options.Value.DisableAfter);
    }

    static string OutcomeOf(WebhookResult result) => result.State switch
    {
        WebhookDeliveryState.Delivered => "delivered",
        WebhookDeliveryState.Waiting => "failed",
        _ => "given_up",
    };

    async Task TrimAsync(Guid webhook)
    {
        lock (_gate)
        {
            if (_ended.Count >= MostCounted) _ended.Clear();
            var count = _ended[webhook] = _ended.GetValueOrDefault(webhook) + 1;
            if (count % TrimEvery != 0) return;
        }

        await outbox.TrimAsync(webhook, CancellationToken.None);
    }

    async Task QuietlyAsync(WebhookLease lease)
    {
        try
        {
            await outbox.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (Exception fault)
        {
            WebhookLog.NotRecorded(logger, lease.Id, Errors.StoreFaults.ForLog(fault));
        }
    }
}
