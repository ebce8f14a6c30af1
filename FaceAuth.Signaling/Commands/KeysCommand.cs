using System.CommandLine;
using System.Globalization;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth keys issue | list | revoke NAME</c>: relying parties' API keys; and what rotates the store's own keys.</summary>
internal static class KeysCommand
{
    const string Never = "never";

    public static Command Create() => new("keys", "API keys of relying parties, and the keys that protect what is stored.")
    {
        Issue(), List(), Revoke(), RotateCommand.Master(), RotateCommand.Transform(),
    };

    static Command Issue()
    {
        var name = Name();
        var scope = new Option<string[]>("--scope")
        {
            Description = $"What it may be used for: {string.Join(", ", KeyScopes.All)}; once for each. Without it, for everything.",
            AllowMultipleArgumentsPerToken = true,
        };
        scope.AcceptOnlyFromAmong([.. KeyScopes.All]);
        var days = new Option<int?>("--days") { Description = "Days after which it runs out, 1 to 3650. Without it, never." };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 3650) result.AddError("--days is 1 to 3650.");
        });
        var issue = new Command("issue", "Issues an API key and prints it, once; only its hash is kept.") { name, scope, days };
        issue.SetAction((parsed, cancellation) => RunAsync(parsed, async services =>
        {
            var console = parsed.InvocationConfiguration;
            var ends = parsed.GetValue(days) is { } some ? services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(some)
                : (DateTimeOffset?)null;
            var terms = new KeyTerms(parsed.GetValue(scope) is { Length: > 0 } scopes ? scopes : null, ends);
            var keys = services.GetRequiredService<PartyKeys>();
            if (!await keys.MayBearAsync(parsed.GetValue(name)!, cancellation))
            {
                await console.Error.WriteLineAsync(PartyKeys.BadName);
                return 1;
            }

            var issued = await keys.IssueAsync(parsed.GetValue(name)!, terms, cancellation);
            await console.Output.WriteLineAsync(issued.ApiKey);   // alone on standard output, so that a script can take it
            await console.Error.WriteLineAsync(
                $"API key of \"{issued.Party.Name}\" above, id {issued.Record.Id}. Keep it safe: it is not shown again.");
            return 0;
        }, cancellation, StoreOpening.Made));
        return issue.TakesSettings();
    }

    static Command List()
    {
        var name = Name();
        var list = new Command("list", "Lists a relying party's API keys: id, when made, scopes, end, last use.") { name };
        list.SetAction((parsed, cancellation) => RunAsync(parsed, async services =>
        {
            var console = parsed.InvocationConfiguration;
            var parties = services.GetRequiredService<IRelyingPartyStore>();
            if (await parties.ListKeysAsync(parsed.GetValue(name)!, cancellation) is not { } keys)
                return await UnknownAsync(console, parsed.GetValue(name)!);
            foreach (var key in keys)
                await console.Output.WriteLineAsync(
                    $"{key.Id}  made {Time(key.CreatedAt)}  for {string.Join(',', key.Scopes ?? ["everything"])}  "
                    + $"ends {Time(key.ExpiresAt)}  used {Time(key.LastUsedAt)}");
            if (keys.Count == 0)
                await console.Error.WriteLineAsync(
                    $"\"{parsed.GetValue(name)}\" has no API key: all were revoked. Make one with: faceauth keys issue");
            return 0;
        }, cancellation));
        return list.TakesSettings();
    }

    static Command Revoke()
    {
        var name = Name();
        var key = new Option<Guid?>("--key") { Description = "The id of one key, which keys list shows. Without it, every key." };
        var revoke = new Command("revoke", "Revokes every API key of a relying party, or one.") { name, key };
        revoke.SetAction((parsed, cancellation) => RunAsync(parsed, async services =>
        {
            var (console, party) = (parsed.InvocationConfiguration, parsed.GetValue(name)!);
            var keys = services.GetRequiredService<PartyKeys>();
            if (parsed.GetValue(key) is { } id)
            {
                var isRevoked = await keys.RevokeAsync(party, id, cancellation);
                await console.Error.WriteLineAsync(
                    isRevoked ? $"Revoked one API key of \"{party}\"." : $"\"{party}\" has no API key of that id.");
                return isRevoked ? 0 : 1;
            }

            if (!await keys.RevokeAsync(party, cancellation)) return await UnknownAsync(console, party);
            await console.Error.WriteLineAsync($"Revoked every API key of \"{party}\".");
            return 0;
        }, cancellation));
        return revoke.TakesSettings();
    }

    static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = "The relying party's name, 1 to 128 characters." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: 0 or > 128 })
                result.AddError("A relying party's name has 1 to 128 characters.");
        });
        return name;
    }

    static async Task<int> UnknownAsync(InvocationConfiguration console, string name)
    {
        await console.Error.WriteLineAsync($"There is no relying party named \"{name}\".");
        return 1;
    }

    static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? Never;

    static Task<int> RunAsync(
        ParseResult parsed, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation,
        StoreOpening opening = StoreOpening.Present) =>
        StoreCommand.RunAsync(parsed, services => services.AddSingleton<PartyKeys>(), work, cancellation, opening);
}
