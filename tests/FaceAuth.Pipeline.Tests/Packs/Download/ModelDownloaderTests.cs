using System.Security.Cryptography;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Packs.Download;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Pipeline.Tests.Packs.Download;

public sealed class ModelDownloaderTests : IDisposable
{
    const int StallsAfter = 50_000;

    readonly byte[] _file = Contents(200_000);
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-download-").FullName;
    readonly FakeTimeProvider _time = new();
    readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    readonly DownloadWatch _watch = new();

    string Target => Path.Combine(_folder, "model.onnx");

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Puts_the_file_in_its_place_and_leaves_nothing_else()
    {
        await using var server = new FileServer(FileServer.Whole(_file));

        var path = await FetchAsync(server);

        Assert.Equal(Target, path);
        Assert.Equal(_file, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Equal(_file.Length, _watch.Reports[^1].Received);
    }

    [Fact]
    public async Task Goes_on_where_a_broken_connection_ended()
    {
        await using var server = new FileServer(
            FileServer.Truncated(_file, 70_000), FileServer.Truncated(_file, 70_000), FileServer.Whole(_file));

        await FetchAsync(server);

        Assert.Equal([null, 70_000, 140_000], server.Requests);
        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Goes_on_in_a_later_run_after_the_first_was_given_up()
    {
        await using (var failing = new FileServer(FileServer.Truncated(_file, 30_000)))
        {
            await Assert.ThrowsAsync<ModelException>(() => FetchAsync(failing, attempts: 2));
        }

        await using var server = new FileServer(FileServer.Whole(_file));
        await FetchAsync(server);

        Assert.Equal([60_000], server.Requests);
        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tries_again_when_nothing_comes_any_more()
    {
        FileServer? server = null;
        await using var disposed = server = new FileServer(
            (client, from, cancellation) => server!.Stalling(_file, StallsAfter)(client, from, cancellation), FileServer.Whole(_file));

        await FetchAsync(server);

        Assert.Equal([null, StallsAfter], server.Requests);
        Assert.Contains(_watch.Reports, report => report.Trouble == "nothing came for 20 s");
        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Goes_on_after_a_connection_was_reset()
    {
        await using var server = new FileServer(
            FileServer.Reset(_file, 70_000, () => _watch.Received == 70_000), FileServer.Whole(_file));

        await FetchAsync(server);

        Assert.Equal([null, 70_000], server.Requests);
        Assert.Contains(_watch.Reports, report => report.Trouble == "the connection broke off");
        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_what_answers_when_it_is_no_web_server()
    {
        await using var silent = new FileServer(FileServer.Silent);
        await using var foreign = new FileServer(FileServer.Foreign);

        var hungUp = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(silent, attempts: 1));
        var spoke = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(foreign, attempts: 1));

        Assert.Contains("hung up without an answer", hungUp.Message, StringComparison.Ordinal);
        Assert.Contains("no web server", spoke.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("what came in is kept", spoke.Message, StringComparison.Ordinal);
        Assert.False(spoke.IsUnreachable);
    }

    [Fact]
    public async Task Says_so_when_the_disk_is_full()
    {
        await using var server = new FileServer(FileServer.Whole(_file));
        var model = Model(server.Address);
        File.CreateSymbolicLink(Path.Combine(_folder, $".{model.Sha256[..16]}.part"), "/dev/full");

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains("make room there", fault.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Says_so_when_something_stands_in_the_files_place()
    {
        Directory.CreateDirectory(Target);
        await using var server = new FileServer(FileServer.Whole(_file));

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains($"{Target} cannot be replaced", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_so_when_the_folder_cannot_be_made()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var fault = Assert.Throws<ModelException>(
            () => PartialFile.Open(Model(new Uri("http://127.0.0.1/")), Path.Combine(file, "folder")));

        Assert.Contains("name a folder that this user may write to", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another program", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starts_over_where_a_server_knows_no_ranges()
    {
        await using var server = new FileServer(FileServer.Truncated(_file, 70_000), FileServer.WithoutRanges(_file));

        await FetchAsync(server);

        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Takes_no_part_that_it_did_not_ask_for()
    {
        await using var server = new FileServer(FileServer.Truncated(_file, 70_000), FileServer.WrongPart(_file), FileServer.Whole(_file));

        await FetchAsync(server);

        Assert.Equal(_file, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keeps_no_file_with_another_checksum()
    {
        await using var server = new FileServer(FileServer.Whole(Contents(_file.Length, seed: 2)));

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains("another file", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Leaves_the_old_file_alone_when_the_new_one_is_wrong()
    {
        await File.WriteAllTextAsync(Target, "old", TestContext.Current.CancellationToken);
        await using var server = new FileServer(FileServer.Whole(Contents(_file.Length, seed: 2)));

        await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Equal("old", await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public async Task Reads_nothing_of_a_file_that_is_announced_with_another_length(int length)
    {
        await using var server = new FileServer(FileServer.Whole(Contents(length)));

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains($"has {length} bytes instead of 200000", fault.Message, StringComparison.Ordinal);
        Assert.All(_watch.Reports, report => Assert.Equal(0, report.Received));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Stops_reading_a_file_that_does_not_end_where_it_should()
    {
        await using var server = new FileServer(FileServer.Unannounced(Contents(1_000_000)));

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains("more than 200000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.All(_watch.Reports, report => Assert.InRange(report.Received, 0, 200_000));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Asks_the_next_address_when_a_mirror_does_not_have_the_file()
    {
        await using var mirror = new FileServer(FileServer.Status("404 Not Found"));
        await using var origin = new FileServer(FileServer.Whole(_file));

        await FetchAsync(origin, mirror);

        Assert.Single(mirror.Requests);
        Assert.Single(origin.Requests);
    }

    [Fact]
    public async Task Tries_a_busy_server_as_often_as_allowed_and_says_what_it_answered()
    {
        await using var server = new FileServer(FileServer.Status("503 Service Unavailable"));

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server, attempts: 3));

        Assert.Equal(3, server.Requests.Count);
        Assert.Contains("503", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_there_is_no_connection()
    {
        Uri closed;
        await using (var server = new FileServer(FileServer.Status("200 OK"))) closed = server.Address;

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(Model(closed), 2));

        Assert.Contains("offline", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsUnreachable);
    }

    [Fact]
    public async Task Says_so_when_no_address_has_the_file()
    {
        var model = Model(new Uri("http://127.0.0.1/")) is var some
            ? some with { Source = some.Source with { Url = null, Note = "Derived." } }
            : null!;

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(model, 1));

        Assert.Contains("not published as a file: Derived.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        await using var server = new FileServer(FileServer.Whole(_file));
        await using var first = PartialFile.Open(Model(server.Address), _folder);

        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(server));

        Assert.Contains("being downloaded by another program", fault.Message, StringComparison.Ordinal);
    }

    Task<string> FetchAsync(FileServer server, int attempts = 5) => FetchAsync(Model(server.Address), attempts, server);

    Task<string> FetchAsync(FileServer server, FileServer mirror) => FetchAsync(Model(server.Address), 5, server, mirror.Address);

    // Time moves only while the download waits, or has all that came before the server stalled for the first time: nothing may come too
    // late by accident, and the server may learn late that the client has hung up.
    async Task<string> FetchAsync(ModelEntry model, int attempts, FileServer? server = null, params Uri[] mirrors)
    {
        var downloader = new ModelDownloader(_http, new DownloadOptions { Attempts = attempts, Mirrors = mirrors }, _time);
        var fetching = downloader.FetchAsync(model, _folder, _watch, TestContext.Current.CancellationToken);
        while (!fetching.IsCompleted)
        {
            if (_watch.IsWaiting || (server is { IsStalled: true } && _watch is { HadTrouble: false, Received: StallsAfter }))
                _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await fetching;
    }

    ModelEntry Model(Uri server)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Models[0];
        return model with
        {
            File = "model.onnx",
            Bytes = _file.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(_file)),
            Source = model.Source with { Url = $"{server}/model.onnx" },
        };
    }

    static byte[] Contents(int length, int seed = 1)
    {
        var contents = new byte[length];
        new Random(seed).NextBytes(contents);
        return contents;
    }
}
