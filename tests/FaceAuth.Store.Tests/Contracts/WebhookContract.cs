using System.Text.Json;
using FaceAuth.Store.Contracts;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store's webhooks do: events are queued with their change, taken by one node, and told of to the end.</summary>
public abstract class WebhookContract : IAsyncLifetime
{
    private protected const string Owner = "rp:5f0c7a1e-0000-7000-8000-000000000001";
    private protected const string Other = "rp:5f0c7a1e-0000-7000-8000-000000000002";
    private protected const string Url = "https://shop.example.org/hooks?token=of-the-owner";

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    static readonly TimeSpan DisableAfter = TimeSpan.FromDays(5);

    private protected StoreUnderTest Store { get; set; } = null!;

    private protected StoreUnderTest OtherNode { get; set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected IWebhookStore Webhooks => Store.Get<IWebhookStore>();

    IWebhookOutbox Outbox => Store.Get<IWebhookOutbox>();

    [Fact]
    public async Task A_session_s_end_queues_one_event_for_each_endpoint_that_is_for_it()
    {
        var all = await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        var some = await Webhooks.CreateAsync(Owner, Url, [WebhookEventTypes.SubjectErased], Cancellation);
        await Webhooks.CreateAsync(Other, Url, null, Cancellation);
        var (session, subject) = await EndSessionAsync(new(
            SessionState.Decided, "rejected", ["not_same_person"], "a.verdict.signed", null, Store.Clock.GetUtcNow()));

        var lease = Assert.Single(await TakeAllAsync());

        Assert.Equal(all.Webhook.Id, lease.WebhookId);
        Assert.Equal((Url, 1), (lease.Url, lease.Tries));
        Assert.Equal(all.Secret, Assert.Single(lease.Secrets));
        var body = JsonDocument.Parse(lease.Body).RootElement;
        Assert.Equal("session.finished", body.GetProperty("type").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", body.GetProperty("timestamp").GetString());
        var data = body.GetProperty("data");
        Assert.Equal(session, data.GetProperty("session").GetGuid());
        Assert.Equal(subject, data.GetProperty("subjectId").GetGuid());
        Assert.Equal(("verify", "rejected"), (data.GetProperty("purpose").GetString(), data.GetProperty("outcome").GetString()));
        Assert.Equal("not_same_person", Assert.Single(data.GetProperty("reasons").EnumerateArray()).GetString());
        Assert.Equal($"/v1/sessions/{session}", data.GetProperty("verdict").GetString());
        Assert.DoesNotContain("customer-17", lease.Body, StringComparison.Ordinal);
        Assert.Empty((await Webhooks.DeliveriesAsync(Owner, some.Webhook.Id, null, 10, Cancellation))!);
    }

    [Fact]
    public async Task Enrolments_erasures_and_renewals_are_events_and_those_of_users_are_not()
    {
        await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        var subject = await Store.Subjects.GetOrCreateAsync(Owner, "customer-17", Cancellation);
        var user = await Store.Subjects.GetOrCreateAsync("user:ada", "ada", Cancellation);
        var face = Template(Random(new Random(3)));
        foreach (var id in (Guid[])[subject.Id, user.Id]) await Store.Templates.AddAsync(id, [face], Cancellation);
        await EndSessionAsync(new(SessionState.Ended, "enroll_again", [], null, null, Store.Clock.GetUtcNow()));
        await Store.Subjects.EraseAsync(subject.Id, Cancellation);

        var bodies = (await TakeAllAsync()).Select(lease => JsonDocument.Parse(lease.Body).RootElement).ToList();

        Assert.Equal(
            ["session.finished", "subject.enrolled", "subject.erased", "subject.renewal_required"],
            bodies.Select(body => body.GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        Assert.All(bodies, body => Assert.Equal(subject.Id, body.GetProperty("data").GetProperty("subjectId").GetGuid()));
        Assert.DoesNotContain("customer-17", string.Concat(bodies.Select(body => body.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_not_made_queues_nothing()
    {
        var made = await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        var (session, _) = await EndSessionAsync(new(SessionState.Ended, "left", [], null, null, Store.Clock.GetUtcNow()));

        var again = await Store.Sessions.TryEndAsync(
            session, new(SessionState.Ended, "lost", [], null, null, Store.Clock.GetUtcNow()), Cancellation);

        Assert.False(again);
        Assert.Single((await Webhooks.DeliveriesAsync(Owner, made.Webhook.Id, null, 10, Cancellation))!);
    }

    [Fact]
    public async Task One_node_takes_a_delivery_and_another_does_when_its_lease_is_over()
    {
        await QueuedAsync();
        var due = Assert.Single(await Outbox.DueAsync(10, [], [], true, Cancellation));
        var both = await Task.WhenAll(
            Outbox.TryTakeAsync(due, Lease, Cancellation).AsTask(),
            OtherNode.Get<IWebhookOutbox>().TryTakeAsync(due, Lease, Cancellation).AsTask());
        var first = Assert.Single(both.OfType<WebhookLease>());
        Assert.Empty(await Outbox.DueAsync(10, [], [], true, Cancellation));
        Advance(Lease);

        var second = Assert.Single(await TakeAllAsync());

        Assert.Equal((first.EventId, first.Body, 2), (second.EventId, second.Body, second.Tries));
        Assert.False(await Outbox.CompleteAsync(first, Delivered(), Cancellation));
        Assert.True(await Outbox.CompleteAsync(second, Delivered(), Cancellation));
    }

    [Fact]
    public async Task What_failed_is_due_when_it_was_said_and_its_attempts_are_kept()
    {
        var webhook = await QueuedAsync();
        var next = Store.Clock.GetUtcNow().AddMinutes(5);
        var lease = Assert.Single(await TakeAllAsync());
        await Outbox.CompleteAsync(lease, new(Attempt(500), WebhookDeliveryState.Waiting, next, false, DisableAfter), Cancellation);
        Assert.Empty(await TakeAllAsync());
        Assert.NotNull((await Webhooks.FindAsync(Owner, webhook, Cancellation))!.FailingSince);
        Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await Outbox.DueAsync(10, [], [], withFailing: false, Cancellation));
        Assert.Empty(await Outbox.DueAsync(10, [webhook], [], true, Cancellation));

        await Outbox.CompleteAsync(Assert.Single(await TakeAllAsync()), Delivered(), Cancellation);

        var delivery = Assert.Single((await Webhooks.DeliveriesAsync(Owner, webhook, null, 10, Cancellation))!);
        Assert.Equal(WebhookDeliveryState.Delivered, delivery.State);
        Assert.Equal(new int?[] { 500, 204 }, delivery.Attempts.Select(attempt => attempt.Status));
        Assert.Null(delivery.NextAt);
        Assert.Null((await Webhooks.FindAsync(Owner, webhook, Cancellation))!.FailingSince);
    }

    [Fact]
    public async Task An_endpoint_that_has_failed_for_days_is_turned_off_until_it_is_enabled()
    {
        var webhook = await QueuedAsync();
        for (var day = 0; day <= 5; day++)
        {
            var lease = Assert.Single(await TakeAllAsync());
            await Outbox.CompleteAsync(
                lease, new(Attempt(null), WebhookDeliveryState.Waiting, Store.Clock.GetUtcNow().AddDays(1), false, DisableAfter),
                Cancellation);
            Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(WebhookState.Failed, (await Webhooks.FindAsync(Owner, webhook, Cancellation))!.State);
        Assert.Empty(await TakeAllAsync());
        Assert.Equal("webhook.disabled", (await Store.Audit.RecentAsync("system", 1, Cancellation))[0].Action);
        Assert.Null(await Webhooks.TestAsync(Owner, webhook, Cancellation));

        await Webhooks.ChangeAsync(Owner, webhook, new(null, null, true), Cancellation);

        Assert.Single(await TakeAllAsync());
    }

    [Fact]
    public async Task One_that_is_gone_is_turned_off_at_once_and_what_is_given_up_is_audited()
    {
        var (gone, given) = (await QueuedAsync(), await QueuedAsync());
        var leases = await TakeAllAsync();
        await Outbox.CompleteAsync(
            leases.Single(lease => lease.WebhookId == gone), new(Attempt(410), WebhookDeliveryState.Failed, null, true, DisableAfter),
            Cancellation);
        await Outbox.CompleteAsync(
            leases.Single(lease => lease.WebhookId == given), new(Attempt(500), WebhookDeliveryState.Failed, null, false, DisableAfter),
            Cancellation);

        Assert.Equal(WebhookState.Gone, (await Webhooks.FindAsync(Owner, gone, Cancellation))!.State);
        Assert.Equal(WebhookState.Enabled, (await Webhooks.FindAsync(Owner, given, Cancellation))!.State);
        Assert.Equal(
            ["webhook.given_up", "webhook.disabled"],
            (await Store.Audit.RecentAsync("system", 2, Cancellation)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_delivery_is_sent_again_under_the_same_id_when_its_owner_wants_it()
    {
        var webhook = await QueuedAsync();
        var first = Assert.Single(await TakeAllAsync());
        await Outbox.CompleteAsync(first, Delivered(), Cancellation);

        Assert.Null(await Webhooks.RedeliverAsync(Other, webhook, first.Id, Cancellation));
        await Webhooks.RedeliverAsync(Owner, webhook, first.Id, Cancellation);

        var again = Assert.Single(await TakeAllAsync());
        Assert.Equal((first.Id, first.EventId, first.Body, 1), (again.Id, again.EventId, again.Body, again.Tries));
    }

    [Fact]
    public async Task What_a_stopping_node_gives_back_is_due_at_once_and_was_no_attempt()
    {
        await QueuedAsync();
        await Outbox.ReleaseAsync(Assert.Single(await TakeAllAsync()), Cancellation);

        Assert.Equal(1, Assert.Single(await TakeAllAsync()).Tries);
    }

    [Fact]
    public async Task The_old_secret_signs_beside_the_new_one_for_as_long_as_was_said()
    {
        var made = await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        var rotated = (await Webhooks.RotateSecretAsync(Owner, made.Webhook.Id, TimeSpan.FromHours(1), Cancellation))!;
        await Webhooks.TestAsync(Owner, made.Webhook.Id, Cancellation);
        Assert.Equal([made.Secret, rotated.Secret], Assert.Single(await TakeAllAsync()).Secrets);
        Assert.Equal(Store.Clock.GetUtcNow().AddHours(1), rotated.Webhook.OldSecretUntil);
        Advance(TimeSpan.FromHours(1));

        await Webhooks.TestAsync(Owner, made.Webhook.Id, Cancellation);

        Assert.All(await TakeAllAsync(), lease => Assert.Equal([rotated.Secret], lease.Secrets));
        Assert.Null((await Webhooks.FindAsync(Owner, made.Webhook.Id, Cancellation))!.OldSecretUntil);
    }

    [Fact]
    public async Task What_is_beyond_the_queue_is_dropped_and_counted()
    {
        var webhook = await QueuedAsync();
        for (var more = 1; more < 4; more++) Assert.NotNull(await Webhooks.TestAsync(Owner, webhook, Cancellation));

        Assert.Null(await Webhooks.TestAsync(Owner, webhook, Cancellation));

        Assert.Equal(1, (await Webhooks.FindAsync(Owner, webhook, Cancellation))!.Dropped);
        Assert.Equal(4, (await TakeAllAsync()).Count);
    }

    [Fact]
    public async Task Endpoints_are_their_owner_s_alone_and_at_most_16()
    {
        var made = await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        for (var more = 1; more < 16; more++) await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Webhooks.CreateAsync(Owner, Url, null, Cancellation).AsTask());
        var id = made.Webhook.Id;

        Assert.Null(await Webhooks.FindAsync(Other, id, Cancellation));
        Assert.Null(await Webhooks.ChangeAsync(Other, id, new(null, null, false), Cancellation));
        Assert.Null(await Webhooks.RotateSecretAsync(Other, id, default, Cancellation));
        Assert.Null(await Webhooks.TestAsync(Other, id, Cancellation));
        Assert.Null(await Webhooks.DeliveriesAsync(Other, id, null, 10, Cancellation));
        Assert.False(await Webhooks.DeleteAsync(Other, id, Cancellation));
        Assert.True(await Webhooks.DeleteAsync(Owner, id, Cancellation));
        Assert.Equal(15, (await Webhooks.ListAsync(Owner, Cancellation)).Count);
    }

    [Fact]
    public async Task What_ended_long_ago_goes_with_retention_and_the_oldest_beyond_1000_before()
    {
        var webhook = await QueuedAsync();
        await Outbox.CompleteAsync(Assert.Single(await TakeAllAsync()), Delivered(), Cancellation);
        Assert.Equal(0, await Outbox.TrimAsync(webhook, Cancellation));
        Advance(TimeSpan.FromDays(31));
        await Webhooks.TestAsync(Owner, webhook, Cancellation);

        await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.Equal(
            WebhookDeliveryState.Waiting, Assert.Single((await Webhooks.DeliveriesAsync(Owner, webhook, null, 10, Cancellation))!).State);
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static WebhookAttempt Attempt(int? status) =>
        new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), status, status is null ? "timeout" : null, 7);

    static WebhookResult Delivered() => new(Attempt(204), WebhookDeliveryState.Delivered, null, false, DisableAfter);

    void Advance(TimeSpan time)
    {
        Store.Clock.Advance(time);
        OtherNode.Clock.Advance(time);
    }

    /// <summary>An endpoint with one event that waits.</summary>
    private protected async Task<Guid> QueuedAsync()
    {
        var made = await Webhooks.CreateAsync(Owner, Url, null, Cancellation);
        Assert.NotNull(await Webhooks.TestAsync(Owner, made.Webhook.Id, Cancellation));
        return made.Webhook.Id;
    }

    private protected async Task<(Guid Session, Guid Subject)> EndSessionAsync(SessionEnding ending)
    {
        var subject = await Store.Subjects.GetOrCreateAsync(Owner, "customer-17", Cancellation);
        var (id, now) = (Guid.CreateVersion7(), Store.Clock.GetUtcNow());
        await Store.Sessions.CreateAsync(
            new(id, Owner, SessionPurpose.Verify, subject.Id, "12345678", "standard", SessionState.Created, now, now.AddMinutes(2)),
            Cancellation);
        Assert.True(await Store.Sessions.TryEndAsync(id, ending, Cancellation));
        return (id, subject.Id);
    }

    private protected async Task<List<WebhookLease>> TakeAllAsync()
    {
        var taken = new List<WebhookLease>();
        foreach (var due in await Outbox.DueAsync(100, [], [], true, Cancellation))
            if (await Outbox.TryTakeAsync(due, Lease, Cancellation) is { } lease) taken.Add(lease);
        return taken;
    }
}
