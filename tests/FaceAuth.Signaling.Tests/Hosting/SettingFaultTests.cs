using FaceAuth.Signaling.Hosting;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Hosting;

public sealed class SettingFaultTests
{
    [Theory]
    [InlineData("Failed to convert configuration value 'soon' at 'Redis:Timeout' to type 'System.TimeSpan'.",
        "Redis:Timeout has a value that cannot be read: a time such as 00:00:30 is wanted.")]
    [InlineData("Retention: VerdictDays: The field RetentionOptions.VerdictDays must be between 0 and 36500.",
        "Retention:VerdictDays must be between 0 and 36500.")]
    [InlineData("The database is damaged.", "The database is damaged.")]
    public void A_setting_is_named_as_it_is_set(string message, string words) => Assert.Equal(words, SettingFault.WordsFor(message));

    [Theory]
    [InlineData("serve")]
    [InlineData("db", "status")]
    public async Task Whoever_mistypes_an_engine_reads_which_there_are(params string[] command)
    {
        var (code, output, error) = await CommandProcess.RunAsync([.. command, "--Store:Provider", "Postgres"]);

        Assert.Equal(1, code);
        Assert.Contains("and may be Sqlite or PostgreSql.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("at FaceAuth", output + error, StringComparison.Ordinal);
    }
}
