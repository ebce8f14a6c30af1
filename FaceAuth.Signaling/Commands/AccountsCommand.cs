using System.CommandLine;
using System.Globalization;
using System.Text;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth accounts …</c>: accounts, what they may do, their end; whether or not registration is closed.</summary>
internal static class AccountsCommand
{
    const int PageSize = 200;

    public static Command Create()
    {
        var name = NewName();
        var add = new Command("add", "Adds an account. Its password is the first line of standard input, or is asked for.") { name };
        add.SetAction((parsed, cancellation) => AddAsync(parsed, parsed.GetValue(name)!, cancellation));
        var list = new Command("list", "Lists the accounts: id, name, role, when it was made, whether it is disabled.");
        list.SetAction((parsed, cancellation) => RunAsync(parsed, services => ListAsync(parsed, services, cancellation), cancellation));
        return new Command("accounts", "Accounts of people who sign in here.")
        {
            add.TakesSettings(),
            CreateCommand(),
            list.TakesSettings(),
            GrantCommand(),
            Changing("revoke-role", "Takes an account's role away, even the last admin's.", (admin, user, cancellation) =>
                ToldAsync(admin.SetRoleAsync(user.Id, AccountRole.User, true, cancellation), "is a user and no more.")),
            Changing("disable", "Ends an account's sign-ins and lets nobody sign in to it, even the last admin's.",
                (admin, user, cancellation) => ToldAsync(admin.SetDisabledAsync(user.Id, true, true, cancellation), "is disabled.")),
            Changing("enable", "Lets its owner sign in again.", (admin, user, cancellation) =>
                ToldAsync(admin.SetDisabledAsync(user.Id, false, true, cancellation), "may sign in again.")),
            Changing("unlock", "Lets an account's owner try the password again at once.", (admin, user, cancellation) =>
                ToldAsync(admin.UnlockAsync(user.Id, cancellation), "may try at once.")),
            Changing("let-enroll", "Lets a user whose face was erased enroll another one, or add a passkey, within an hour.",
                (admin, user, cancellation) =>
                    ToldAsync(admin.LetEnrolAsync(user.Id, cancellation), "may enroll a face within an hour.")),
            Changing("reset-link", "Prints a link that sets the password anew, once, within an hour.",
                async (admin, user, cancellation) => new(
                    await LinkAsync(admin, user.Id, cancellation),
                    $"may open this{Where(admin)}, once, within an hour.")),
            Changing("delete", "Erases an account and its face, even the last admin's; prints the receipt.",
                async (admin, user, cancellation) =>
                    (await admin.RemoveAsync(user.Id, true, cancellation)).TryGet(out var receipt, out var refusal)
                        ? new(receipt, "is gone.") : throw new InvalidOperationException(refusal.Text)),
            FreeCommand.Create(),
        };
    }

    /// <summary>What a change says.</summary>
    /// <param name="Printed">To standard output, for a program; null for nothing.</param>
    /// <param name="Said">To standard error, behind the account's name.</param>
    sealed record Answer(string? Printed, string Said);

    static Argument<string> NewName() =>
        new("NAME") { Description = "The account's name: 3 to 128 letters, digits or . _ - @ +." };

    static Option<string> NewRole() =>
        new("--role") { Description = "user, auditor, operator or admin.", DefaultValueFactory = _ => "user" };

    static Command CreateCommand()
    {
        var (name, role) = (NewName(), NewRole().AcceptOnlyFromAmong([.. AccountRoles.Names]));
        var given = new Option<bool>("--password-stdin") { Description = "Takes the first line of standard input as its password." };
        var create = new Command("create", "Adds an account with a role; prints a link that sets its password.")
        {
            name, role, given,
        };
        create.SetAction((parsed, cancellation) =>
        {
            var password = parsed.GetValue(given) ? Console.In.ReadLine() ?? "" : null;
            return RunAsync(
                parsed,
                services => CreateAsync(parsed, services, parsed.GetValue(name)!, parsed.GetValue(role)!, password, cancellation),
                cancellation, StoreOpening.Made);
        });
        return create.TakesSettings();
    }

    static Command GrantCommand()
    {
        var role = new Argument<string>("ROLE") { Description = "user, auditor, operator or admin." };
        role.AcceptOnlyFromAmong([.. AccountRoles.Names]);
        var name = NewName();
        var grant = new Command("grant", "Gives an account a role in place of the one that it has.") { name, role };
        grant.SetAction((parsed, cancellation) => ChangeAsync(
            parsed, parsed.GetValue(name)!,
            (admin, user, end) => ToldAsync(
                admin.SetRoleAsync(user.Id, AccountRoles.Find(parsed.GetValue(role))!.Value, true, end),
                $"is {parsed.GetValue(role)} now."),
            cancellation));
        return grant.TakesSettings();
    }

    static Command Changing(string verb, string text, Func<AccountAdmin, FaceAuthUser, CancellationToken, Task<Answer>> change)
    {
        var name = NewName();
        var command = new Command(verb, text) { name };
        command.SetAction((parsed, cancellation) => ChangeAsync(parsed, parsed.GetValue(name)!, change, cancellation));
        return command.TakesSettings();
    }

    static Task<int> ChangeAsync(
        ParseResult parsed, string name, Func<AccountAdmin, FaceAuthUser, CancellationToken, Task<Answer>> change,
        CancellationToken cancellation) => RunAsync(
        parsed,
        async services =>
        {
            var console = parsed.InvocationConfiguration;
            if (await services.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync(name) is not { } user)
            {
                await console.Error.WriteLineAsync("There is no account of that name.");
                return 1;
            }

            var answer = await change(services.GetRequiredService<AccountAdmin>(), user, cancellation);
            if (answer.Printed is { } printed) await console.Output.WriteLineAsync(printed);
            await console.Error.WriteLineAsync($"\"{user.UserName}\" {answer.Said}");
            return 0;
        },
        cancellation);

    static Task<int> RunAsync(
        ParseResult parsed, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation,
        StoreOpening opening = StoreOpening.Present) =>
        StoreCommand.RunAsync(parsed, services => services.AddAccountAdmin(), work, cancellation, opening);

    /// <summary>A link is the end of one where the server's address is not set (Web:PublicAddress).</summary>
    static string Where(AccountAdmin admin) => admin.Address.Length == 0 ? " below the server's address" : "";

    static async Task<string> LinkAsync(AccountAdmin admin, Guid user, CancellationToken cancellation) =>
        (await admin.NewLinkAsync(user, cancellation)).TryGet(out var token, out var refusal)
            ? admin.Address + ResetPage.PathOf(token) : throw new InvalidOperationException(refusal.Text);

    static async Task<Answer> ToldAsync(Task<Refusal?> change, string done) =>
        await change is { } refusal ? throw new InvalidOperationException(refusal.Text) : new(null, done);

    static async Task<int> CreateAsync(
        ParseResult parsed, IServiceProvider services, string name, string role, string? given, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var admin = services.GetRequiredService<AccountAdmin>();
        var made = await admin.CreateAsync(name, given, AccountRoles.Find(role)!.Value);
        if (!made.TryGet(out var user, out var refusal))
        {
            await console.Error.WriteLineAsync(refusal.Text);
            return 1;
        }

        if (given is null)
            await console.Output.WriteLineAsync(await LinkAsync(admin, user.Id, cancellation));
        await console.Error.WriteLineAsync(given is null
            ? $"\"{name}\" may open this{Where(admin)}, once, within an hour, to choose a password."
            : $"\"{name}\" may sign in now.");
        return 0;
    }

    static async Task<int> ListAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellation)
    {
        var accounts = services.GetRequiredService<IAccountDirectory>();
        var output = parsed.InvocationConfiguration.Output;
        Guid? after = null;
        do
        {
            var page = await accounts.ListAsync(after, PageSize, cancellation);
            foreach (var one in page.Accounts)
            {
                var (role, end) = (AccountRoles.NameOf(one.Role), one.DisabledAt is null ? "" : "  disabled");
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{one.Id}  {one.Name}  {role}  {one.CreatedAt:u}{end}"));
            }

            after = page.Last;
        }
        while (after is not null);
        return 0;
    }

    static Task<int> AddAsync(ParseResult parsed, string name, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        return RunAsync(
            parsed,
            async services =>
            {
                var added = await services.GetRequiredService<Credentials>().AddAsync(name, ReadPassword(console));
                await console.Error.WriteLineAsync(added.Refusal?.Text ?? $"\"{name}\" may sign in now.");
                return added.Refusal is null ? 0 : 1;
            },
            cancellation,
            StoreOpening.Made);
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
