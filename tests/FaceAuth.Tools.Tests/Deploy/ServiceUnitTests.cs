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
