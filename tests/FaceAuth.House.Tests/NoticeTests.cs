using System.Diagnostics;

namespace FaceAuth.House.Tests;

public sealed class NoticeTests
{
    [Fact]
    public void NOTICE_says_what_the_restored_packages_say()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "notice"), ["--check"]) { RedirectStandardError = true };
        using var check = Process.Start(start)!;
        var said = check.StandardError.ReadToEnd();
        check.WaitForExit();

        Assert.True(check.ExitCode == 0, said);
    }
}
