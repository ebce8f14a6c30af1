namespace FaceAuth.Store.Tests;

public sealed class StoreOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new StoreOptionsValidator().Validate(null, new()).Succeeded);
    }

    [Fact]
    public void Reports_all_faults_together()
    {
        var options = new StoreOptions
        {
            Directory = "",
            MasterKey = "short",
            MasterKeyFile = "also",
            TemplatesPerSubject = 0,
            BusyTimeoutSeconds = 0,
        };

        var faults = string.Join('\n', new StoreOptionsValidator().Validate(null, options).Failures ?? []);

        foreach (var part in (string[])["Store:Directory", "openssl rand", "both set", "TemplatesPerSubject", "BusyTimeoutSeconds"])
            Assert.Contains(part, faults, StringComparison.Ordinal);
        Assert.DoesNotContain("short", faults, StringComparison.Ordinal);
    }
}
