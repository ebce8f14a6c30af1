using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>deploy/faceauth.service, as systemd reads it.</summary>
public sealed class ServiceUnitTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-unit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Systemd_finds_no_fault_in_the_service()
    {
        var unit = Unit();

        var (code, output) = await Checkout.RunAsync(1, "systemd-analyze", "verify", "--man=no", unit);

        Assert.True(code == 0 && !output.Contains("faceauth.service", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task Systemd_rates_the_services_exposure_at_two_or_less()
    {
        var unit = Unit();

        var (code, output) = await Checkout.RunAsync(
            1, "systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", unit);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task A_verb_runs_as_the_services_user_with_its_folder_settings_and_secrets()
    {
        if (Environment.UserName != "root") throw SharedFiles.CannotRun("deploy/faceauth is root's alone.");
        var stub = Path.Combine(_folder, "systemd-run");
        await File.WriteAllTextAsync(stub, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, output) = await Checkout.RunAsync(
            1, "env", $"PATH={_folder}:/usr/bin:/bin", Checkout.PathOf("deploy/faceauth"), "keys", "issue", "a shop");

        var unit = Checkout.Read("deploy/faceauth.service").Split('\n');
        string[] shared = ["DynamicUser", "UMask", "StateDirectory", "StateDirectoryMode", "EnvironmentFile", "Environment"];
        Assert.Equal(0, code);
        Assert.EndsWith("\n/opt/faceauth/run\nkeys\nissue\na shop\n", output, StringComparison.Ordinal);
        Assert.All(shared, name => Assert.Contains(
            $"--property={Assert.Single(unit, line => line.StartsWith(name + "=", StringComparison.Ordinal))}\n",
            output, StringComparison.Ordinal));
        // the name that the service's own user has, being its unit's
        Assert.Contains("--property=User=faceauth\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db", "backup", "--to", "/tmp/x.db")]
    [InlineData("db", "backup", "--to=/tmp/x.db")]
    [InlineData("models", "pull", "--to", "/var/tmp/models")]
    public async Task A_verb_is_not_let_write_to_a_folder_that_goes_with_it(params string[] verb)
    {
        if (Environment.UserName != "root") throw SharedFiles.CannotRun("deploy/faceauth is root's alone.");

        var (code, output) = await Checkout.RunAsync(1, Checkout.PathOf("deploy/faceauth"), verb);

        Assert.Equal(1, code);
        Assert.Contains("Name a file in /var/lib/faceauth.", output, StringComparison.Ordinal);
    }

    /// <summary>The unit with programs that are on every machine.</summary>
    string Unit()
    {
        Require.Program("systemd-analyze", "systemd");
        var unit = Path.Combine(_folder, "faceauth.service");
        var text = Checkout.Read("deploy/faceauth.service");
        File.WriteAllText(unit, text.Replace("ExecStart=/opt/faceauth/run", "ExecStart=/bin/true", StringComparison.Ordinal));
        return unit;
    }
}
