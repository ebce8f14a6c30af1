using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Jobs.Imports;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>What an import does with photos whose faces the test makes up: a file's first letter is its face.</summary>
public sealed class ImportJobTests : IAsyncLifetime
{
    readonly HostApplication _host = new();

    string Csv => Path.Combine(_host.Folder, "people.csv");

    string Results => Csv + ".results.jsonl";

    [Fact]
    public async Task A_photo_of_one_subject_in_two_groups_puts_them_into_both()
    {
        Photo("a.jpg", "a");

        var told = await RunAsync("a.jpg,anna,staff", "a.jpg,anna,guests");

        Assert.StartsWith("2 photos: 1 already, 1 enrolled.", told, StringComparison.Ordinal);
        var groups = await Get<IGroupStore>().ListAsync(await OwnerAsync(), null, 10, Cancellation);
        Assert.Equal([("guests", 1), ("staff", 1)], groups.Select(group => (group.Name, group.MemberCount)));
    }

    [Fact]
    public async Task A_photo_that_was_refused_for_one_subject_is_no_duplicate_for_another()
    {
        Photo("anna.jpg", "a");
        Photo("bob.jpg", "b");

        await RunAsync("anna.jpg,anna", "bob.jpg,anna", "bob.jpg,bob", "bob.jpg,carl");

        Assert.Equal(
            ["anna enrolled", "anna refused another_face", "bob enrolled", "carl duplicate same_file bob.jpg"], await ToldAsync());
    }

    [Fact]
    public async Task A_resumed_import_tells_of_all_photos()
    {
        Photo("a.jpg", "a");
        await RunAsync("a.jpg,anna");
        Photo("b.jpg", "b");
        Photo("c.jpg", "c");

        var told = await RunAsync("1", "a.jpg,anna", "b.jpg,bob", "c.jpg,carl", "d.jpg,dora");

        Assert.StartsWith("4 photos: 3 enrolled, 1 failed.", told, StringComparison.Ordinal);
        Assert.Equal(["anna enrolled", "bob enrolled", "carl enrolled", "dora failed unreadable"], await ToldAsync());
    }

    [Fact]
    public async Task What_is_no_file_and_a_name_with_a_nul_are_unreadable_and_the_rest_goes_on()
    {
        Photo("a.jpg", "a");
        Directory.CreateDirectory(At("folder.jpg"));

        await RunAsync("folder.jpg,x", "\0.jpg,y", ",z", "a.jpg,anna");

        Assert.Equal(["x failed unreadable", "y failed unreadable", "z failed unreadable", "anna enrolled"], await ToldAsync());
    }

    [Fact]
    public async Task Where_the_results_cannot_be_written_it_says_so_without_a_path()
    {
        Directory.CreateDirectory(Results);

        var told = await Assert.ThrowsAsync<JobException>(() => RunAsync("a.jpg,anna"));

        Assert.Contains("cannot be written", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Folder, told.Message, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => await Get<IRelyingPartyStore>().IssueKeyAsync("shop", Cancellation);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    string At(string name) => Path.Combine(_host.Folder, name);

    void Photo(string name, string face) => File.WriteAllText(At(name), face);

    async Task<string> OwnerAsync() =>
        Caller.OwnerOfRelyingParty((await Get<IRelyingPartyStore>().FindAsync("shop", Cancellation))!.Id);

    /// <summary>Runs it; where the first line is a number, from that cursor on.</summary>
    async Task<string> RunAsync(params string[] lines)
    {
        var cursor = int.TryParse(lines[0], out _) ? lines[0] : null;
        await File.WriteAllLinesAsync(Csv, cursor is null ? lines : lines[1..], Cancellation);
        var job = ActivatorUtilities.CreateInstance<ImportJob>(_host.Services, new Faces(), new ImportPlace(true));
        var run = new JobRun(
            1, "import", JobRunState.Running, "operator", new ImportRequest("shop", null, Csv).Write(), DateTimeOffset.UnixEpoch,
            new(0, null, 0, null, cursor));
        return await job.RunAsync(new JobProgress(run), Cancellation);
    }

    async Task<IEnumerable<string>> ToldAsync() => (await File.ReadAllLinesAsync(Results, Cancellation)).Select(line =>
    {
        var told = JsonElement.Parse(line);
        return string.Join(' ', new[] { "subject", "result", "reason", "as" }
            .Select(name => told.TryGetProperty(name, out var value) ? value.GetString() : null).OfType<string>());
    });

    sealed class Faces : IStillFaces, IStillReader
    {
        public string TemplateModel => "model";

        public float VerifyAt => 0.4f;

        public float IdentifyAt => 0.5f;

        public IStillReader Open() => this;

        public float Shift(ReadOnlySpan<float> face) => 0;

        public StillFace Read(ReadOnlySpan<byte> file)
        {
            var vector = new float[26];
            vector[file[0] - 'a'] = 1;
            return new(null, new(TemplateModel, vector, 0.9f));
        }

        public void Dispose()
        {
        }
    }
}
