using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What who can only write the database gains of webhooks: nothing.</summary>
public abstract class AlteredWebhookContract : WebhookContract
{
    [Fact]
    public async Task An_endpoint_put_under_another_owner_in_the_database_gets_nothing_and_is_reported()
    {
        var webhook = (await Webhooks.CreateAsync(Other, Url, null, Cancellation)).Webhook.Id;
        await Store.QueryAsync(context => context.Webhooks.Where(w => w.Id == webhook)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.Owner, Owner), Cancellation));
        await EndSessionAsync(new(SessionState.Ended, "left", [], null, null, Store.Clock.GetUtcNow()));

        Assert.Empty(await TakeAllAsync());
        Assert.Empty(await Webhooks.ListAsync(Owner, Cancellation));
        Assert.Equal("store.row_altered", (await Store.Audit.RecentAsync("system", 1, Cancellation))[0].Action);
    }

    [Fact]
    public async Task A_text_put_into_the_database_is_never_signed()
    {
        var webhook = await QueuedAsync();
        await Webhooks.TestAsync(Owner, webhook, Cancellation);
        var rows = await Store.QueryAsync(context => context.WebhookDeliveries.AsNoTracking().ToListAsync(Cancellation));
        await Store.QueryAsync(context => context.WebhookDeliveries.Where(d => d.Id == rows[0].Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.SealedBody, rows[1].SealedBody), Cancellation));

        var lease = Assert.Single(await TakeAllAsync());

        Assert.Equal(rows[1].Id, lease.Id);
        var refused = await Webhooks.FindDeliveryAsync(Owner, webhook, rows[0].Id, Cancellation);
        Assert.Equal(WebhookDeliveryState.Failed, refused!.State);
    }

    [Fact]
    public async Task Neither_address_nor_secret_nor_text_lies_in_clear()
    {
        var webhook = await QueuedAsync();
        var row = await Store.QueryAsync(context => context.Webhooks.SingleAsync(w => w.Id == webhook, Cancellation));
        var delivery = await Store.QueryAsync(context => context.WebhookDeliveries.SingleAsync(Cancellation));

        foreach (var bytes in (byte[][])[row.SealedTerms, delivery.SealedBody])
        {
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain("shop.example.org", text, StringComparison.Ordinal);
            Assert.DoesNotContain("whsec", text, StringComparison.Ordinal);
            Assert.DoesNotContain("webhook.test", text, StringComparison.Ordinal);
        }
    }
}
