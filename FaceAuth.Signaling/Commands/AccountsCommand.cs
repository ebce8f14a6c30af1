using System.CommandLine;
using System.Text;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth accounts add | unlock | let-enroll NAME</c>: accounts, whether or not registration is closed.</summary>
internal static class AccountsCommand
{
    static readonly TimeSpan EnrollWindow = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The account's name: 3 to 128 letters, digits or . _ - @ +." };
        var add = new Command("add", "Adds an account. Its password is the first line of standard input, or is asked for.") { name };
        add.SetAction((parsed, cancellation) => AddAsync(parsed, parsed.GetValue(name)!, cancellation));
        return new Command("accounts", "Accounts of people who sign in here.")
        {
            add.TakesSettings(),
            Changing("unlock", "Lets an account's owner try the password again at once.", UnlockAsync),
            Changing("let-enroll", "Lets a user whose face was erased enroll another one, once, within an hour.", LetEnrollAsync),
        };
    }

    static Command Changing(string verb, string text, Func<IServiceProvider, FaceAuthUser, CancellationToken, Task<string>> change)
    {
        var name = new Argument<string>("NAME") { Description = "The account's name." };
        var command = new Command(verb, text) { name };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(
            parsed,
            services => services.AddAccounts(),
            async services =>
            {
                var console = parsed.InvocationConfiguration;
                var user = await services.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync(parsed.GetValue(name)!);
                await console.Error.WriteLineAsync(
                    user is null ? "There is no account of that name." : await change(services, user, cancellation));
                return user is null ? 1 : 0;
            },
            cancellation));
        return command.TakesSettings();
    }

    static async Task<string> UnlockAsync(IServiceProvider services, FaceAuthUser user, CancellationToken cancellation)
    {
        await services.GetRequiredService<IPasswordAttempts>().ForgetAsync(user.Id, cancellation);
        await services.GetRequiredService<UserManager<FaceAuthUser>>().SetLockoutEndDateAsync(user, null);
        await AuditAsync(services, "user.unlocked", user);
        return $"\"{user.UserName}\" may try at once.";
    }

    static async Task<string> LetEnrollAsync(IServiceProvider services, FaceAuthUser user, CancellationToken cancellation)
    {
        var until = services.GetRequiredService<TimeProvider>().GetUtcNow() + EnrollWindow;
        await services.GetRequiredService<IFaceErasures>().LetEnrolAsync(user.Id, until, cancellation);
        await AuditAsync(services, "user.may_enroll", user);
        return $"\"{user.UserName}\" may enroll a face within an hour.";
    }

    static ValueTask AuditAsync(IServiceProvider services, string action, FaceAuthUser user) =>
        services.GetRequiredService<IAuditLog>().AppendAsync(
            new(services.GetRequiredService<TimeProvider>().GetUtcNow(), action, "operator",
                Details: $$"""{"account":"{{Caller.OwnerOfUser(user.Id)}}"}"""),
            CancellationToken.None);

    static Task<int> AddAsync(ParseResult parsed, string name, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        return StoreCommand.RunAsync(
            parsed,
            services => services.AddAccounts(),
            async services =>
            {
                var added = await services.GetRequiredService<Credentials>().AddAsync(name, ReadPassword(console));
                await console.Error.WriteLineAsync(added.Refusal?.Text ?? $"\"{name}\" may sign in now.");
                return added.Refusal is null ? 0 : 1;
            },
            cancellation);
    }

    // never an argument: those are seen by every process of the machine and kept in the shell's history
    static string? ReadPassword(InvocationConfiguration console)
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine();
        console.Error.Write("Password: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }

        console.Error.WriteLine();
        return typed.ToString();
    }
}
