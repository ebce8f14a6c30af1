using System.CommandLine;
using System.Text.Json;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth keys issue | revoke NAME</c>: relying parties' API keys; <c>rotate-master</c>, <c>rotate-transform</c>.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The relying party's name, 1 to 128 characters." };
        var issue = new Command("issue", "Issues an API key and prints it, once; only its hash is kept.") { name };
        issue.SetAction((parsed, cancellation) => RunAsync(parsed, name, IssueAsync, cancellation));
        var revoke = new Command("revoke", "Revokes every API key of a relying party.") { name };
        revoke.SetAction((parsed, cancellation) => RunAsync(parsed, name, RevokeAsync, cancellation));
        return new Command("keys", "API keys of relying parties, and the keys that protect what is stored.")
        {
            issue.TakesSettings(), revoke.TakesSettings(), RotateCommand.Master(), RotateCommand.Transform(),
        };
    }

    static async Task<int> IssueAsync(
        IServiceProvider services, string name, InvocationConfiguration console, CancellationToken cancellation)
    {
        var (party, key) = await services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync(name, cancellation);
        // before it is shown: a key that is not in the audit is nobody's
        await AuditAsync(services, "key.issued", party);
        await console.Output.WriteLineAsync(key);   // alone on standard output, so that a script can take it
        await console.Error.WriteLineAsync($"API key of \"{name}\" above. Keep it safe: it is not shown again.");
        return 0;
    }

    static async Task<int> RevokeAsync(
        IServiceProvider services, string name, InvocationConfiguration console, CancellationToken cancellation)
    {
        var parties = services.GetRequiredService<IRelyingPartyStore>();
        var party = await parties.FindAsync(name, cancellation);
        var revoked = await parties.RevokeAsync(name, cancellation);
        if (revoked && party is not null) await AuditAsync(services, "key.revoked", party);
        await console.Error.WriteLineAsync(revoked
            ? $"Revoked every API key of \"{name}\"." : $"There is no relying party named \"{name}\".");
        return revoked ? 0 : 1;
    }

    static Task<int> RunAsync(
        ParseResult parsed, Argument<string> name,
        Func<IServiceProvider, string, InvocationConfiguration, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        StoreCommand.RunAsync(
            parsed, _ => { },
            services => work(services, parsed.GetValue(name)!, parsed.InvocationConfiguration, cancellation), cancellation);

    // done by now: an end must not keep it out of the audit
    static async Task AuditAsync(IServiceProvider services, string action, RelyingParty party) =>
        await services.GetRequiredService<IAuditLog>().AppendAsync(
            new(services.GetRequiredService<TimeProvider>().GetUtcNow(), action, JobRequests.Operator,
                Details: JsonSerializer.Serialize(new { party = Caller.OwnerOfRelyingParty(party.Id) })), CancellationToken.None);
}
