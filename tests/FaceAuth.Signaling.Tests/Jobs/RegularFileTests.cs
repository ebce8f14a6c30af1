using System.Diagnostics;
using System.Net.Sockets;
using FaceAuth.Signaling.Jobs.Imports;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>What is opened among the photos, and what would keep an import waiting.</summary>
public sealed class RegularFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-files-").FullName;

    [Fact]
    public void A_file_is_read()
    {
        File.WriteAllText(At("anna.jpg"), "face");

        using var text = new StreamReader(RegularFile.OpenRead(At("anna.jpg")));

        Assert.Equal("face", text.ReadToEnd());
        Assert.False(RegularFile.IsOther(At("anna.jpg")) || RegularFile.IsOther(At("none.jpg")));
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused_at_once()
    {
        using var make = Process.Start("mkfifo", At("zz.jpg"));
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(At("link.jpg"), At("zz.jpg"));

        Refused(At("zz.jpg"));
        Refused(At("link.jpg"));
        Assert.True(RegularFile.IsOther(At("zz.jpg")));
    }

    [Fact]
    public void A_socket_is_refused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("s.jpg")));
        Refused(At("s.jpg"));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev")]
    [InlineData("/none")]
    [InlineData("/etc/hostname\0.jpg")]
    [InlineData("")]
    public void What_is_no_file_is_refused(string path) => Refused(path);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    static void Refused(string path) => Assert.Throws<IOException>(() => RegularFile.OpenRead(path));
}
