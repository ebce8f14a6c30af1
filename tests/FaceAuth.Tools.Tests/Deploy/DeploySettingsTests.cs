using System.Text.RegularExpressions;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>Settings that images, compose and the service hand to the server.</summary>
public sealed partial class DeploySettingsTests
{
    static readonly string Documents =
        Checkout.Read("FaceAuth.Signaling/docs/settings.md") + Checkout.Read("FaceAuth.Media/docs/settings.md");

    public static TheoryData<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Checkout.PathOf("deploy"), "*", SearchOption.AllDirectories)
            .SelectMany(file => Variable().Matches(File.ReadAllText(file))).Select(match => match.Value).Distinct().Order(),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_setting_that_deploy_names_exists_and_is_documented(string variable)
    {
        var name = variable.Replace("__", ":", StringComparison.Ordinal);

        Assert.True(KnownSettings.IsMeant(name), $"There is no section of {name}.");
        Assert.Null(KnownSettings.FaultOf(name));
        // of a list and of what it holds, the list is documented
        Assert.Contains($"`{Index().Split(name)[0]}", Documents, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_names_no_variable_that_its_environment_file_lacks()
    {
        var set = Assigned().Matches(Checkout.Read("deploy/.env.example")).Select(match => match.Groups[1].Value).Order();

        var used = Asked().Matches(Checkout.Read("deploy/compose.yaml")).Select(match => match.Groups[1].Value).Distinct().Order();

        Assert.Equal(set, used);
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@":\d+(?::|$)")]
    private static partial Regex Index();

    [GeneratedRegex(@"^([A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Asked();
}
