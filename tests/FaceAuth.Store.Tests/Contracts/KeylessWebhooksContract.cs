using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>A relying party without a good key hears nothing more: nobody of it could look at its webhooks or end them.</summary>
public abstract class KeylessWebhooksContract : IAsyncLifetime
{
    const string Url = "https://shop.example.org/hooks";

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private protected StoreUnderTest Store { get; set; } = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IWebhookStore Webhooks => Store.Get<IWebhookStore>();

    [Fact]
    public async Task Revoking_every_key_turns_its_webhooks_off_and_nobody_elses()
    {
        var (owner, _) = await PartyAsync("bank");
        var (other, _) = await PartyAsync("shop");
        var (mine, theirs) = (await MakeAsync(owner), await MakeAsync(other));
        await Webhooks.TestAsync(owner, mine, Cancellation);

        await Store.Parties.RevokeAsync("bank", Cancellation);

        Assert.Equal(WebhookState.Disabled, (await Webhooks.FindAsync(owner, mine, Cancellation))!.State);
        Assert.Equal(WebhookState.Enabled, (await Webhooks.FindAsync(other, theirs, Cancellation))!.State);
        Assert.Empty(await TakeAllAsync());
        await AssertAuditedAsync(mine);
        Assert.Null(await Webhooks.TestAsync(owner, mine, Cancellation));
    }

    [Fact]
    public async Task Revoking_one_key_of_several_turns_nothing_off_and_the_last_one_does()
    {
        var (owner, first) = await PartyAsync("bank");
        var second = (await Store.Parties.IssueKeyAsync("bank", Cancellation)).Record.Id;
        var webhook = await MakeAsync(owner);

        await Store.Parties.RevokeKeyAsync("bank", first, Cancellation);
        var between = (await Webhooks.FindAsync(owner, webhook, Cancellation))!.State;
        await Store.Parties.RevokeKeyAsync("bank", second, Cancellation);

        Assert.Equal(WebhookState.Enabled, between);
        Assert.Equal(WebhookState.Disabled, (await Webhooks.FindAsync(owner, webhook, Cancellation))!.State);
    }

    [Fact]
    public async Task Once_its_last_key_has_run_out_nothing_is_taken_any_more()
    {
        var issued = await Store.Parties.IssueKeyAsync("bank", Cancellation, new(null, Store.Clock.GetUtcNow().AddHours(1)));
        var owner = $"rp:{issued.Party.Id}";
        var webhook = await MakeAsync(owner);
        await Webhooks.TestAsync(owner, webhook, Cancellation);
        Store.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await TakeAllAsync());

        Assert.Equal(WebhookState.Disabled, (await Webhooks.FindAsync(owner, webhook, Cancellation))!.State);
        await AssertAuditedAsync(webhook);
    }

    [Fact]
    public async Task What_was_seen_to_be_due_before_the_end_is_not_taken_after_it()
    {
        var (owner, _) = await PartyAsync("bank");
        var webhook = await MakeAsync(owner);
        await Webhooks.TestAsync(owner, webhook, Cancellation);
        var due = Assert.Single(await Store.Get<IWebhookOutbox>().DueAsync(10, [], [], true, Cancellation));

        await Store.Parties.RevokeAsync("bank", Cancellation);

        Assert.Null(await Store.Get<IWebhookOutbox>().TryTakeAsync(due, Lease, Cancellation));
    }

    [Fact]
    public async Task With_a_new_key_it_stays_off_until_it_is_turned_on_and_what_waited_goes()
    {
        var (owner, _) = await PartyAsync("bank");
        var webhook = await MakeAsync(owner);
        await Webhooks.TestAsync(owner, webhook, Cancellation);
        await Store.Parties.RevokeAsync("bank", Cancellation);

        await Store.Parties.IssueKeyAsync("bank", Cancellation);
        var before = await TakeAllAsync();
        await Webhooks.ChangeAsync(owner, webhook, new(null, null, true), Cancellation);

        Assert.Empty(before);
        Assert.Equal(webhook, Assert.Single(await TakeAllAsync()).WebhookId);
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    async Task<(string Owner, Guid Key)> PartyAsync(string name)
    {
        var issued = await Store.Parties.IssueKeyAsync(name, Cancellation);
        return ($"rp:{issued.Party.Id}", issued.Record.Id);
    }

    async Task<Guid> MakeAsync(string owner) => (await Webhooks.CreateAsync(owner, Url, null, Cancellation)).Webhook.Id;

    async Task<List<WebhookLease>> TakeAllAsync()
    {
        var taken = new List<WebhookLease>();
        foreach (var due in await Store.Get<IWebhookOutbox>().DueAsync(100, [], [], true, Cancellation))
            if (await Store.Get<IWebhookOutbox>().TryTakeAsync(due, Lease, Cancellation) is { } lease) taken.Add(lease);
        return taken;
    }

    async Task AssertAuditedAsync(Guid webhook) => Assert.Contains(
        await Store.Audit.RecentAsync(null, 10, Cancellation),
        entry => entry.Action == "webhook.disabled" && entry.Details!.Contains($"{webhook}", StringComparison.Ordinal)
            && entry.Details.Contains("no_key", StringComparison.Ordinal));
}
