using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command with arguments and settings that are slips: each is told in a line, in an operator's words.</summary>
public sealed class SlipTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-slip-").FullName;

    [Theory]
    [InlineData("\"abc\" is no whole number, which show takes.", "jobs", "show", "abc")]
    [InlineData("\"3\" is no id, which --key takes.", "keys", "revoke", "shop", "--key", "3")]
    [InlineData("\"king\" is none of user, auditor, operator, admin.", "accounts", "grant", "ada", "king")]
    [InlineData("\"all\" is none of sessions, subjects, groups, webhooks.", "keys", "issue", "shop", "--scope", "all")]
    [InlineData("--days is 1 to 3650.", "keys", "issue", "shop", "--days", "0")]
    [InlineData("A relying party's name has 1 to 128 characters.", "keys", "issue", "")]
    [InlineData("--to-file takes the name of a file.", "keys", "rotate-master", "--to-file", "")]
    [InlineData("--file and --jwks take the name of a file.", "audit", "verify", "--file", "")]
    [InlineData("--from takes the folder of a store.", "db", "copy", "--from", "", "--to", "Host=x")]
    [InlineData("What is named after --owner is empty: name a relying party.", "import", "--owner", "", "--folder", ".")]
    public async Task A_wrong_argument_is_told_in_one_line(string said, params string[] arguments)
    {
        var (code, output, error) = await CommandProcess.RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(said, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--Media:Port", "0")]
    [InlineData("db", "migrate")]
    [InlineData("audit", "verify")]
    [InlineData("doctor")]
    public async Task All_that_is_wrong_with_a_section_is_told_at_once(params string[] verb)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
        [
            .. verb, "--Store:Directory", _folder, "--Retention:VerdictDays", "soon", "--Retention:SessionDays", "-1",
            "--Retention:AuditDays", "later", "--Store:BusyTimeoutSeconds", "0", "--Store:TemplatesPerSubject", "many",
        ]);

        Assert.Equal(1, code);
        string[] faults =
        [
            "Retention:VerdictDays has a value that cannot be read: a whole number is wanted.",
            "Retention:SessionDays must be between 0 and 36500.",
            "Retention:AuditDays has a value that cannot be read: a whole number is wanted.",
            "Store:BusyTimeoutSeconds must be between 1 and 300.",
            "Store:TemplatesPerSubject has a value that cannot be read: a whole number is wanted.",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, output + error, StringComparison.Ordinal));
        Assert.DoesNotContain(".;", output + error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("Store:MasterKey is not 32 bytes in base64. Make one with: openssl rand -base64 32\n", "--Store:MasterKey", "x")]
    [InlineData("Store:Directory is empty. Name the folder for the database.\n", "--Store:Directory", "")]
    [InlineData("Store:ConnectionString is set, but", "--Store:ConnectionString", "Host=x")]
    public async Task A_setting_that_is_wrong_is_named_once(string said, params string[] setting)
    {
        var (code, output, error) = await CommandProcess.RunAsync(["db", "status", .. setting]);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(said, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--Media:Port", "0")]
    [InlineData("doctor")]
    public async Task A_mistyped_Redis_is_told_beside_what_else_is_wrong(params string[] verb)
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            [.. verb, "--Store:Directory", _folder, "--Redis:Configuration", "a=b=c", "--Signaling:MaxSessions", "0"]);

        Assert.Equal(1, code);
        Assert.Contains("Part 1 of Redis:Configuration", output + error, StringComparison.Ordinal);
        Assert.Contains("Signaling:MaxSessions must be", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_all_makes_nothing()
    {
        await CommandProcess.RunAsync(
            "doctor", "--Store:Directory", _folder, "--Redis:Configuration", Require.Redis(), "--Media:Port", "0");

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_command_that_found_nothing_wrong_says_only_what_was_asked()
    {
        Assert.Equal(0, (await CommandProcess.RunAsync("db", "migrate", "--Store:Directory", _folder)).Code);

        var (code, output, error) = await CommandProcess.RunAsync("accounts", "list", "--Store:Directory", _folder);

        Assert.Equal((0, "", ""), (code, output, error));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
