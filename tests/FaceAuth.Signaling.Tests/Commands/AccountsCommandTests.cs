using System.Net.Http.Json;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary><c>faceauth accounts</c> beside a server, as its own process.</summary>
public sealed class AccountsCommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-accounts-").FullName;

    [Fact]
    public async Task The_first_admin_is_made_with_a_link_that_is_printed_once()
    {
        var made = await RunAsync("create", "ada", "--role", "admin");
        var listed = await RunAsync("list");

        Assert.Equal(0, made.Code);
        Assert.Matches(@"^/reset\.html#token=[\w-]{64}\n$", made.Output);
        Assert.Matches(@"^[0-9a-f-]{36}  ada  admin  \d{4}-\S+ \S+Z\n$", listed.Output);
        await using var host = new HostApplication(("Store:Directory", _folder));
        using var anybody = host.CreateClient();
        var token = made.Output.Trim().Split('=')[1];
        (await anybody.PostAsJsonAsync("/v1/auth/reset", new { token, Staffed.Password })).EnsureSuccessStatusCode();
        var (status, pair) = await host.LoginAsync("ada");
        Assert.Equal(200, status);
        using var admin = host.With(pair);
        Assert.Equal("admin", (await admin.JsonAsync("/v1/account")).GetProperty("role").GetString());
        Assert.Single((await admin.JsonAsync("/v1/accounts")).GetProperty("accounts").EnumerateArray());
    }

    [Fact]
    public async Task A_link_is_printed_whole_where_the_server_s_address_is_set()
    {
        string[] where = ["--Store:Directory", _folder, "--Web:PublicAddress", "https://face.example.org"];
        var made = await CommandProcess.RunAsync(["accounts", "create", "ada", .. where]);
        var link = await CommandProcess.RunAsync(["accounts", "reset-link", "ada", .. where]);

        Assert.Matches(@"^https://face\.example\.org/reset\.html#token=[\w-]{64}\n$", made.Output);
        Assert.Matches(@"^https://face\.example\.org/reset\.html#token=[\w-]{64}\n$", link.Output);
        Assert.DoesNotContain("below the server's address", made.Error + link.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_given_on_standard_input_is_taken_and_not_printed()
    {
        var made = await CommandProcess.RunWithAsync(
            Staffed.Password + "\n", "accounts", "create", "ada", "--password-stdin", "--Store:Directory", _folder);

        Assert.Equal((0, ""), (made.Code, made.Output));
        await using var host = new HostApplication(("Store:Directory", _folder));
        Assert.Equal(200, (await host.LoginAsync("ada")).Status);
    }

    [Fact]
    public async Task Roles_are_granted_and_taken_even_the_last_admins()
    {
        await RunAsync("create", "ada");

        var granted = await RunAsync("grant", "ada", "admin");
        var seen = await RunAsync("list");
        var revoked = await RunAsync("revoke-role", "ada");
        var after = await RunAsync("list");
        var unknown = await RunAsync("grant", "bob", "admin");
        var noRole = await RunAsync("grant", "ada", "root");

        Assert.Equal((0, 0, 1, true), (granted.Code, revoked.Code, unknown.Code, noRole.Code != 0));
        Assert.Contains("  admin  ", seen.Output, StringComparison.Ordinal);
        Assert.Contains("  user  ", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_are_disabled_enabled_and_deleted_and_a_link_is_printed()
    {
        await RunAsync("create", "ada");

        var disabled = await RunAsync("disable", "ada");
        var seen = await RunAsync("list");
        var enabled = await RunAsync("enable", "ada");
        var link = await RunAsync("reset-link", "ada");
        var unlocked = await RunAsync("unlock", "ada");
        var let = await RunAsync("let-enroll", "ada");
        var gone = await RunAsync("delete", "ada");
        var after = await RunAsync("list");

        Assert.All([disabled, enabled, link, unlocked, let, gone], answer => Assert.True(answer.Code == 0, answer.Error));
        Assert.EndsWith("  disabled\n", seen.Output, StringComparison.Ordinal);
        Assert.Matches(@"^/reset\.html#token=[\w-]{64}\n$", link.Output);
        Assert.Equal("", after.Output);
        var audit = await CommandHere.RunAsync("audit", "verify", "--Store:Directory", _folder);
        Assert.True(audit.Code == 0, audit.Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandHere.RunAsync(["accounts", .. arguments, "--Store:Directory", _folder]);
}
