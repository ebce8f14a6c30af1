using System.Buffers.Binary;
using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Dump;
using FaceAuth.Testing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Media.Tests.Dump;

public sealed class RtpDumpTests : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), "faceauth-dump-" + Guid.NewGuid().ToString("N"));
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    [Fact]
    public async Task What_a_client_sends_is_written_decrypted_with_its_times_for_nobody_else_to_read()
    {
        await using var dumps = Create(new DumpOptions { Folder = _folder })!;
        var dump = dumps.Open(7, TimeSpan.FromSeconds(100))!;

        dump.Write([0x80, 96, 1, 2], isRtcp: false, TimeSpan.FromSeconds(100.020));
        dump.Write([0x80, 200, 0, 0, 9], isRtcp: true, TimeSpan.FromSeconds(101));
        dump.Dispose();
        await dump.Written;

        var file = Assert.Single(Directory.GetFiles(_folder));
        Assert.EndsWith("20260102-030405678-7.rtpdump", file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        const string title = "#!rtpplay1.0 0.0.0.0/0\n";
        Assert.Equal(title, Encoding.ASCII.GetString(bytes, 0, title.Length));
        Assert.Equal(
            (uint)_clock.GetUtcNow().ToUnixTimeSeconds(), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(title.Length)));
        Assert.Equal(678_000u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(title.Length + 4)));
        Assert.Equal(
            "000C000400000014" + "80600102" + "000D0000000003E8" + "80C8000009", Convert.ToHexString(bytes[(title.Length + 16)..]));
    }

    [Fact]
    public async Task All_files_together_are_bounded()
    {
        await using var dumps = Create(new DumpOptions { Folder = _folder, MaxBytes = 65_536 })!;
        var (first, second) = (dumps.Open(1, default)!, dumps.Open(2, default)!);

        for (var i = 0; i < 100; i++)
        {
            first.Write(new byte[1200], isRtcp: false, default);
            second.Write(new byte[1200], isRtcp: false, default);
        }

        first.Dispose();
        second.Dispose();
        await Task.WhenAll(first.Written, second.Written);
        Assert.InRange(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length), 65_536 - 1300, 65_536);
    }

    [Fact]
    public async Task Once_nothing_may_be_written_any_more_no_file_is_begun()
    {
        await using var dumps = Create(new DumpOptions { Folder = _folder, MaxBytes = 65_536 })!;
        Assert.True(dumps.TrySpend(65_530));

        Assert.Null(dumps.Open(1, default));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("Production", false, true)]
    [InlineData("Staging", false, true)]
    [InlineData(null, false, true)]
    [InlineData("Production", true, false)]
    [InlineData("Development", false, false)]
    public void A_host_in_production_writes_pictures_only_when_told_twice(string? environment, bool isAllowed, bool isRefused)
    {
        var options = new DumpOptions { Folder = _folder, AllowInProduction = isAllowed };

        var host = environment is null ? null : new Named(environment);

        var failure = Record.Exception(() => RtpDumps.Create(options, host, _clock, NullLogger.Instance));

        Assert.Equal(isRefused, failure is MediaStartException);
        if (isRefused) Assert.Contains("Media:Dump:AllowInProduction", failure!.Message, StringComparison.Ordinal);
        Assert.Equal(!isRefused, Directory.Exists(_folder));
    }

    [Fact]
    public async Task A_server_writes_a_file_for_each_peer_with_all_it_received()
    {
        await using (var plane = await MediaPlane.StartAsync(("Media:Dump:Folder", _folder), ("Media:Dump:AllowInProduction", "true")))
        {
            var sink = new CountingSink();
            await using var client = plane.Clients.Create();
            var peer = await Loop.SessionSteps.AcceptAsync(plane, client, sink);
            await Loop.SessionSteps.ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
            var sent = await Loop.SessionSteps.SendClipAsync(client, 20);
            await Loop.SessionSteps.WaitAsync(() => peer.Snapshot().FramesReceived == sent);
        }

        var dump = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(_folder)), TestContext.Current.CancellationToken);
        var (pictures, reports) = (0, 0);
        var first = dump.AsSpan().IndexOf((byte)'\n') + 1 + 16;
        for (var at = first; at < dump.Length; at += BinaryPrimitives.ReadUInt16BigEndian(dump.AsSpan(at)))
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(dump.AsSpan(at + 2)) == 0) reports++;
            else if ((dump[at + 8 + 1] & 0x80) != 0) pictures++;   // the marker bit ends a picture
        }

        Assert.Equal(20, pictures);
        Assert.True(reports > 0);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    RtpDumps? Create(DumpOptions options) => RtpDumps.Create(options, new Named("Development"), _clock, NullLogger.Instance);

    sealed class Named(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
