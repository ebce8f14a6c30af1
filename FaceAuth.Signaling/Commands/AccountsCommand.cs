using System.CommandLine;
using System.Text;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth accounts add NAME</c>: an account made by the operator, which also works where registration is closed.</summary>
internal static class AccountsCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The account's name: 3 to 64 letters, digits or . _ - @ +." };
        var add = new Command("add", "Adds an account. Its password is the first line of standard input, or is asked for.") { name };
        add.SetAction((parsed, cancellation) => AddAsync(parsed, parsed.GetValue(name)!, cancellation));
        return new Command("accounts", "Adds accounts of people who sign in here.") { add.TakesSettings() };
    }

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
