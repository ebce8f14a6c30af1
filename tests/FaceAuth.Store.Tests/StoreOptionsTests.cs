namespace FaceAuth.Store.Tests;

public sealed class StoreOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_master_keys_file_without_a_name_is_told(string file)
    {
        var fault = Assert.Single(new StoreOptionsValidator().Validate(null, new() { MasterKeyFile = file }).Failures!);

        Assert.Contains("Store:MasterKeyFile is empty. Name the file", fault, StringComparison.Ordinal);
    }

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
