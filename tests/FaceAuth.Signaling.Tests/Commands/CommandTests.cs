using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command, as its own process.</summary>
public sealed class CommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-command-").FullName;

    [Fact]
    public async Task An_issued_key_stands_alone_on_standard_output_and_can_be_revoked()
    {
        var issued = await CommandProcess.RunAsync("keys", "issue", "shop", "--Store:Directory", _folder);
        var revoked = await CommandProcess.RunAsync("keys", "revoke", "shop", "--Store:Directory", _folder);
        var unknown = await CommandProcess.RunAsync("keys", "revoke", "bank", "--Store:Directory", _folder);

        Assert.Equal(0, issued.Code);
        Assert.Matches(@"^fa_\S+\n$", issued.Output);
        Assert.Contains("not shown again", issued.Error, StringComparison.Ordinal);
        Assert.Equal(0, revoked.Code);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("no relying party named \"bank\"", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u202eevil")]
    [InlineData("shop\u200b")]
    [InlineData("sh/op")]
    public async Task A_relying_party_is_not_made_under_a_name_that_looks_like_anothers(string name)
    {
        var (code, output, error) = await CommandProcess.RunAsync("keys", "issue", name, "--Store:Directory", _folder);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("1 to 128 characters that can be seen", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_a_partys_keys_is_listed_with_its_terms_and_revoked_alone()
    {
        await CommandProcess.RunAsync("keys", "issue", "shop", "--Store:Directory", _folder);
        await CommandProcess.RunAsync(
            "keys", "issue", "shop", "--scope", "sessions", "--scope", "groups", "--days", "30", "--Store:Directory", _folder);
        var listed = await CommandProcess.RunAsync("keys", "list", "shop", "--Store:Directory", _folder);
        var lines = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var revoked = await CommandProcess.RunAsync("keys", "revoke", "shop", "--key", lines[0][..36], "--Store:Directory", _folder);
        var left = await CommandProcess.RunAsync("keys", "list", "shop", "--Store:Directory", _folder);

        Assert.Equal(2, lines.Length);
        Assert.Matches("for everything  ends never  used never$", lines[0]);
        Assert.Matches(@"for groups,sessions  ends \d{4}-.*Z  used never$", lines[1]);
        Assert.Equal((0, lines[1] + "\n"), (revoked.Code, left.Output));
    }

    [Fact]
    public async Task That_all_keys_of_a_party_were_revoked_is_said()
    {
        await CommandHere.RunAsync("keys", "issue", "shop", "--Store:Directory", _folder);
        await CommandHere.RunAsync("keys", "revoke", "shop", "--Store:Directory", _folder);

        var (code, output, error) = await CommandHere.RunAsync("keys", "list", "shop", "--Store:Directory", _folder);

        Assert.Equal((0, ""), (code, output));
        Assert.Contains("\"shop\" has no API key", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_adds_accounts_where_registration_is_closed()
    {
        const string Password = "correct horse battery";
        var added = await CommandProcess.RunWithAsync(Password + "\n", "accounts", "add", "ada", "--Store:Directory", _folder);
        var again = await CommandProcess.RunWithAsync(Password + "\n", "accounts", "add", "Ada", "--Store:Directory", _folder);
        var weak = await CommandProcess.RunWithAsync("short\n", "accounts", "add", "bob", "--Store:Directory", _folder);
        var silent = await CommandProcess.RunWithAsync("", "accounts", "add", "bob", "--Store:Directory", _folder);

        await using var host = new HostApplication(("Store:Directory", _folder), ("Accounts:Registration", "Closed"));
        using var client = host.CreateClient();
        var ada = await client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = Password });
        var bob = await client.PostAsJsonAsync("/v1/auth/login", new { userName = "bob", password = "short" });

        Assert.Equal((0, 1, 1, 1), (added.Code, again.Code, weak.Code, silent.Code));
        Assert.Contains("is taken", again.Error, StringComparison.Ordinal);
        Assert.Contains("10 to 256 characters", weak.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, added.Output + added.Error, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (ada.StatusCode, bob.StatusCode));
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        var (code, output, _) = await CommandProcess.RunAsync("version");

        Assert.Equal(0, code);
        Assert.Matches(@"^faceauth \d+\.\d+\.\d+", output);
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var (code, output, _) = await CommandProcess.RunAsync("--help");

        Assert.Equal(0, code);
        string[] verbs = ["serve", "keys", "accounts", "db", "audit", "version"];
        Assert.All(verbs, verb => Assert.Contains(verb, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("server")]
    [InlineData("serve", "8080")]
    [InlineData("keys")]
    [InlineData("keys", "issue")]
    [InlineData("accounts", "add")]
    public async Task What_is_not_understood_fails_and_says_so(params string[] arguments)
    {
        var (code, output, error) = await CommandProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.EndsWith("--help.", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_may_stand_before_what_the_verb_is_about()
    {
        var issued = await CommandProcess.RunAsync("keys", "issue", "--Store:Directory", _folder, "shop");
        var revoked = await CommandProcess.RunAsync($"--Store:Directory={_folder}", "keys", "revoke", "shop");

        Assert.Equal((0, 0), (issued.Code, revoked.Code));
        Assert.Contains("\"shop\"", issued.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Signaling:MaxSessions", "0", "MaxSessions")]
    [InlineData("Signaling:MaxSessionsPerUser", "0", "MaxSessionsPerUser")]
    [InlineData("Accounts:Registration", "7", "Registration")]
    [InlineData("Signaling:TimeLimit", "00:00:01", "TimeLimit")]
    [InlineData("Signaling:DefaultPolicy", "lax", "DefaultPolicy")]
    [InlineData("Web:CorsOrigins:0", "app.example.org/", "Web:CorsOrigins")]
    [InlineData("Web:TrustedProxies:0", "proxy", "Web:TrustedProxies")]
    [InlineData("Ice:Servers:0:Urls:0", "http://turn", "Ice:Servers")]
    [InlineData("Signing:Key", "rubbish", "Signing:Key")]
    [InlineData("Signing:KeyFile", "/nowhere/key.pem", "/nowhere/key.pem")]
    [InlineData("Store:Directory", "/proc/nowhere", "/proc/nowhere")]
    public async Task A_bad_setting_stops_the_start_in_one_line_that_names_it(string name, string value, string said)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            "serve", "--urls", "http://127.0.0.1:0", "--Store:Directory", _folder, "--Media:Port", "0", $"--{name}", value);

        Assert.True(code == 1, $"It ended with {code} and said: {output}{error}");
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("faceauth cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(said, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_named_with_the_setting_that_chooses_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var said = await StartAtAsync($"http://{other.LocalEndpoint}");

        Assert.Contains($"http://{other.LocalEndpoint}: address already in use. Stop the other program", said, StringComparison.Ordinal);
        Assert.Contains("--urls", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://203.0.113.7:8080", "cannot listen on http://203.0.113.7:8080")]     // TEST-NET-3, RFC 5737: nobody's
    [InlineData("nonsense", "\"nonsense\" is no address")]
    [InlineData("ftp://localhost:8080", "\"ftp://localhost:8080\" is no address")]
    [InlineData("http://localhost:99999", "\"http://localhost:99999\" is no address")]
    [InlineData("http://localhost:8080/faceauth", "without a path")]
    [InlineData("http://locahost:8080", "locahost")]                                        // Kestrel would listen on every address
    [InlineData("https://localhost:8443", "Kestrel:Certificates:Default:Path")]
    [InlineData("", "--urls")]
    public async Task An_address_that_cannot_be_listened_on_is_refused_in_one_line(string urls, string said)
    {
        var line = await StartAtAsync(urls);

        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
    }

    /// <summary>What the server says when it cannot start: one sentence, and nothing of its insides in the log.</summary>
    async Task<string> StartAtAsync(string urls)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            "serve", "--urls", urls, "--Store:Directory", _folder, "--Media:Port", "0");

        Assert.True(code == 1, $"It ended with {code} and said: {output}{error}");
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" fail ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" crit ", output, StringComparison.Ordinal);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("faceauth cannot start: ", line, StringComparison.Ordinal);
        return line;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
