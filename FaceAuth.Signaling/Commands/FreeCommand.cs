using System.CommandLine;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth accounts free NAME</c>: a face that failed too often may be tried again.</summary>
internal static class FreeCommand
{
    const string Operator = "operator";

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The account's name; with --service that service's subject." };
        var service = new Option<string?>("--service") { Description = "The relying party whose subject is meant." };
        var command = new Command("free", "Forgets failed attempts with a face, so that it may be tried again at once.") { name, service };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(
            parsed,
            services => services.AddAccounts().AddSingleton<AttemptRelease>(),
            async services =>
            {
                var (whose, party) = (parsed.GetValue(name)!, parsed.GetValue(service));
                var isFreed = party is null ? await FreeAccountAsync(services, whose, cancellation)
                    : await FreeSubjectAsync(services, party, whose, cancellation);
                var missing = party is null ? "There is no account of that name." : "There is no service and subject of those names.";
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    isFreed ? $"The face of \"{whose}\" may be tried again." : missing);
                return isFreed ? 0 : 1;
            },
            cancellation));
        return command.TakesSettings();
    }

    static async Task<bool> FreeAccountAsync(IServiceProvider services, string name, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync(name) is not { } user) return false;
        await services.GetRequiredService<AttemptRelease>().FreeAsync(user.Id, Operator, cancellation);
        return true;
    }

    static async Task<bool> FreeSubjectAsync(IServiceProvider services, string party, string name, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<IRelyingPartyStore>().FindAsync(party, cancellation) is not { } known) return false;
        var owner = Caller.OwnerOfRelyingParty(known.Id);
        if (await services.GetRequiredService<ISubjectStore>().FindAsync(owner, name, cancellation) is not { } subject) return false;
        await services.GetRequiredService<AttemptRelease>().FreeAsync(subject, Operator, cancellation);
        return true;
    }
}
