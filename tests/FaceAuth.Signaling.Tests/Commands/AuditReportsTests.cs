using FaceAuth.Signaling.Commands;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Commands;

public sealed class AuditReportsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_somebody_put_into_the_database_commands_no_terminal(bool json)
    {
        var output = new StringWriter();
        AuditFault fault = new(AuditFaultKind.Altered, 1, "It is \u009b31m\u202e\ud800.");

        var code = await AuditReports.PrintAsync([new("\u001b[2J\nThe audit is whole.", 0, 0, 0, 0, [], fault)], json, output);

        Assert.Equal(1, code);
        Assert.DoesNotContain($"{output}", letter => letter is '\u001b' or '\u009b' or '\u202e');
        Assert.DoesNotContain($"{output}".Split('\n'), line => line == "The audit is whole.");
    }

    [Fact]
    public async Task A_file_that_nobody_signed_whose_key_is_known_ends_with_1()
    {
        var output = new StringWriter();
        AuditChainReport chain = new("one", 1, 3, 0, 0, [], null);

        Assert.Equal(1, await AuditReports.PrintAsync(new AuditFileReport([chain], 3, null, false, "now"), false, output));
        Assert.Equal(0, await AuditReports.PrintAsync(new AuditFileReport([chain], 3, "key", true, "now"), false, output));

        Assert.Contains("Nothing proves that a server wrote this file", $"{output}", StringComparison.Ordinal);
        Assert.Contains("does not prove", $"{output}", StringComparison.Ordinal);
    }
}
