using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Webhooks;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth webhooks … PARTY</c>: what <c>/v1/webhooks</c> does, for whoever runs the server.</summary>
internal static class WebhooksCommand
{
    const int MostHours = 7 * 24;
    const int UsualCount = 50;
    const int MostCount = 1000;

    public static Command Create() => new("webhooks", "Where relying parties are told what happened, and what became of it.")
    {
        List(), Add(), Remove(), Switch("enable", "Has events sent again; what waits goes at once.", true),
        Switch("disable", "Sends nothing more; what waits stays.", false), Rotate(), Deliveries(), Redeliver(), SendTest(),
    };

    /// <summary>A relying party's webhooks, as its owner name has them.</summary>
    sealed record Work(IServiceProvider Services, InvocationConfiguration Console, string Party, string Owner)
    {
        public IWebhookStore Webhooks => Services.GetRequiredService<IWebhookStore>();

        public ValueTask AuditAsync(string action, Guid webhook) => Services.GetRequiredService<IAuditLog>().AppendAsync(
            new AuditEntry(
                Services.GetRequiredService<TimeProvider>().GetUtcNow(), action, StaffScope.Actor,
                Details: JsonSerializer.Serialize(new { party = Owner, webhook })), CancellationToken.None);

        public async Task<int> UnknownAsync(string what = "webhook")
        {
            await Console.Error.WriteLineAsync($"\"{Party}\" has no {what} of that id. faceauth webhooks list {Party} shows its webhooks.");
            return 1;
        }
    }

    static Command List()
    {
        var party = Party();
        var list = new Command("list", "Lists a relying party's webhooks: id, state, events, when made, address.") { party };
        return Does(list, party, async (work, _, cancellation) =>
        {
            foreach (var one in await work.Webhooks.ListAsync(work.Owner, cancellation))
                await work.Console.Output.WriteLineAsync(
                    $"{one.Id}  {StateOf(one)}  {string.Join(',', one.Events ?? ["all"])}  {Time(one.CreatedAt)}  {one.Url}");
            return 0;
        });
    }

    static Command Add()
    {
        var (party, url) = (Party(), new Argument<string>("URL") { Description = "An https address, not a private one." });
        var events = new Option<string[]>("--event")
        {
            Description = $"Which: {string.Join(", ", WebhookEventTypes.All)}; once for each. Without it, all.",
            AllowMultipleArgumentsPerToken = true,
        };
        events.AcceptOnlyFromAmong([.. WebhookEventTypes.All]);
        var add = new Command("add", "Makes a webhook and prints its secret, which is shown only here.") { party, url, events };
        return Does(add, party, async (work, parsed, cancellation) =>
        {
            if (work.Services.GetRequiredService<WebhookAddresses>().FaultOf(parsed.GetValue(url)) is { } fault)
                throw new InvalidOperationException(fault.Text);
            var made = await work.Webhooks.CreateAsync(
                work.Owner, parsed.GetValue(url)!, parsed.GetValue(events) is { Length: > 0 } some ? some : null, cancellation);
            await work.AuditAsync("webhook.made", made.Webhook.Id);
            return await ShowSecretAsync(work, made);
        });
    }

    static Command Remove()
    {
        var (party, id) = (Party(), Id());
        return Does(new Command("remove", "Deletes a webhook with what waits for it.") { party, id }, party,
            async (work, parsed, cancellation) =>
            {
                if (!await work.Webhooks.DeleteAsync(work.Owner, parsed.GetValue(id), cancellation)) return await work.UnknownAsync();
                await work.AuditAsync("webhook.deleted", parsed.GetValue(id));
                await work.Console.Error.WriteLineAsync("It is gone.");
                return 0;
            });
    }

    static Command Switch(string verb, string text, bool isEnabled)
    {
        var (party, id) = (Party(), Id());
        return Does(new Command(verb, text) { party, id }, party, async (work, parsed, cancellation) =>
        {
            var change = new WebhookChange(null, null, isEnabled);
            if (await work.Webhooks.ChangeAsync(work.Owner, parsed.GetValue(id), change, cancellation) is not { } changed)
                return await work.UnknownAsync();
            await work.AuditAsync("webhook.changed", changed.Id);
            await work.Console.Error.WriteLineAsync($"It is {StateOf(changed)}.");
            return 0;
        });
    }

    static Command Rotate()
    {
        var (party, id) = (Party(), Id());
        var hours = new Option<int>("--overlap-hours")
        {
            Description = $"How long the old secret signs too, 0 to {MostHours} hours.",
            DefaultValueFactory = _ => 24,
        };
        hours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > MostHours) result.AddError($"--overlap-hours is 0 to {MostHours}");
        });
        return Does(new Command("rotate", "Gives a webhook a new secret and prints it.") { party, id, hours }, party,
            async (work, parsed, cancellation) =>
            {
                var overlap = TimeSpan.FromHours(parsed.GetValue(hours));
                if (await work.Webhooks.RotateSecretAsync(work.Owner, parsed.GetValue(id), overlap, cancellation) is not { } made)
                    return await work.UnknownAsync();
                await work.AuditAsync("webhook.secret_rotated", made.Webhook.Id);
                return await ShowSecretAsync(work, made);
            });
    }

    static Command Deliveries()
    {
        var (party, id) = (Party(), Id());
        var state = new Option<string?>("--state") { Description = "Only those: waiting, delivered or failed." };
        state.AcceptOnlyFromAmong("waiting", "delivered", "failed");
        var count = new Option<int>("--count") { Description = $"How many, 1 to {MostCount}.", DefaultValueFactory = _ => UsualCount };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostCount) result.AddError($"--count is 1 to {MostCount}");
        });
        var deliveries = new Command("deliveries", "Lists what a webhook was told, newest first: id, state, type, when, attempts.")
        {
            party, id, state, count,
        };
        return Does(deliveries, party, async (work, parsed, cancellation) =>
        {
            var wanted = Wire.TryState(parsed.GetValue(state), out WebhookDeliveryState named) ? named : (WebhookDeliveryState?)null;
            if (await work.Webhooks.DeliveriesAsync(
                work.Owner, parsed.GetValue(id), null, parsed.GetValue(count), cancellation, wanted) is not { } found)
                return await work.UnknownAsync();
            foreach (var one in found) await work.Console.Output.WriteLineAsync(LineOf(one));
            return 0;
        });
    }

    static Command Redeliver()
    {
        var (party, id) = (Party(), Id());
        var delivery = new Argument<Guid>("DELIVERY") { Description = "The delivery's id, as webhooks deliveries shows it." };
        return Does(new Command("redeliver", "Has an event sent again, under the same webhook-id.") { party, id, delivery }, party,
            async (work, parsed, cancellation) =>
            {
                if (await work.Webhooks.RedeliverAsync(
                    work.Owner, parsed.GetValue(id), parsed.GetValue(delivery), cancellation) is not { } queued)
                    return await work.UnknownAsync("delivery");
                await work.AuditAsync("webhook.redelivered", parsed.GetValue(id));
                return await ToldAsync(work, queued);
            });
    }

    static Command SendTest()
    {
        var (party, id) = (Party(), Id());
        return Does(new Command("send-test", "Has an event webhook.test sent, by a server that runs.") { party, id }, party,
            async (work, parsed, cancellation) =>
            {
                if (await work.Webhooks.TestAsync(work.Owner, parsed.GetValue(id), cancellation) is { } queued)
                {
                    await work.AuditAsync("webhook.test", parsed.GetValue(id));
                    return await ToldAsync(work, queued);
                }

                if (await work.Webhooks.FindAsync(work.Owner, parsed.GetValue(id), cancellation) is null)
                    return await work.UnknownAsync();
                throw new InvalidOperationException(Refusals.WebhookOff.Text);
            });
    }

    static async Task<int> ToldAsync(Work work, WebhookDelivery queued)
    {
        await work.Console.Output.WriteLineAsync($"{queued.Id}");
        await work.Console.Error.WriteLineAsync("It waits for a server with Webhooks:Deliver; webhooks deliveries tells the rest.");
        return 0;
    }

    static async Task<int> ShowSecretAsync(Work work, WebhookSecret made)
    {
        await work.Console.Output.WriteLineAsync(made.Secret);   // alone on standard output, so that a script can take it
        await work.Console.Error.WriteLineAsync(
            $"Secret of the webhook {made.Webhook.Id} above. Keep it safe: it is not shown again.");
        return 0;
    }

    static Argument<string> Party() => new("PARTY") { Description = "The relying party's name, 1 to 128 characters." };

    static Argument<Guid> Id() => new("ID") { Description = "The webhook's id, as webhooks list shows it." };

    static string StateOf(Webhook webhook) => Wire.Name(webhook.State);

    static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    static string LineOf(WebhookDelivery one)
    {
        var last = one.Attempts is [.., var attempt] ? $"  {attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? attempt.Error}" : "";
        return $"{one.Id}  {Wire.Name(one.State)}  {one.Type}  {Time(one.CreatedAt)}  {one.Attempts.Count} attempts{last}";
    }

    static Command Does(Command command, Argument<string> party, Func<Work, ParseResult, CancellationToken, Task<int>> work)
    {
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, services => services.AddWebhookRules(), async services =>
        {
            var (console, name) = (parsed.InvocationConfiguration, parsed.GetValue(party)!);
            if (await services.GetRequiredService<IRelyingPartyStore>().FindAsync(name, cancellation) is { } found)
                return await work(new(services, console, name, Caller.OwnerOfRelyingParty(found.Id)), parsed, cancellation);
            await console.Error.WriteLineAsync($"There is no relying party named \"{name}\".");
            return 1;
        }, cancellation));
        return command.TakesSettings();
    }
}
