using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>deploy/Dockerfile, built and run for real by eng/image.</summary>
public sealed class ImageTests
{
    [Fact]
    public async Task The_image_becomes_ready_plays_the_demo_and_ends_on_its_signal()
    {
        if (Environment.UserName != "root") throw SharedFiles.CannotRun("eng/image mounts, and this user may not.");
        foreach (var program in (string[])["buildah", "podman", "crun", "mmdebstrap"]) Require.Program(program, program);
        var (refused, why) = await Checkout.RunAsync(1, "unshare", "--mount", "--pid", "--fork", "true");
        Assert.SkipWhen(refused != 0, "This machine lets nothing have namespaces of its own, as containers do: " + why);

        var (code, output) = await Checkout.RunAsync(15, Checkout.PathOf("eng/image"));

        Assert.True(code == 0, output);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
    }
}
