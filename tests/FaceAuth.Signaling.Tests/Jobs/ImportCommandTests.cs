using System.Diagnostics;
using System.Text.Json;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>The command imports real photos, with the pack that is in the repository.</summary>
public sealed class ImportCommandTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-import-").FullName;

    string Store => Path.Combine(_folder, "store");

    string List => Path.Combine(_folder, "people.csv");

    [Fact]
    public async Task A_list_is_imported_each_photo_told_and_what_is_twice_is_named()
    {
        var photo = SharedFiles.Data("verify/us_gov/biden/biden2.jpg");
        File.Copy(photo, Path.Combine(_folder, "anna.jpg"));
        File.Copy(photo, Path.Combine(_folder, "again.jpg"));
        // the same picture, another file: what comes after a JPEG's end is not looked at
        await File.WriteAllBytesAsync(Path.Combine(_folder, "other.jpg"), [.. await File.ReadAllBytesAsync(photo), 0]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "none.jpg"), "no picture");
        using (var grey = Process.Start("ffmpeg", ["-v", "error", "-i", photo, "-vf", "hue=s=0", Path.Combine(_folder, "grey.jpg")]))
            await grey.WaitForExitAsync(TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            List,
            [
                "path,subject,group", "anna.jpg,anna,\"staff, all\"", "again.jpg,bob", "other.jpg,carl", "none.jpg,dora", "gone.jpg,eve",
                "grey.jpg,fay",
            ]);

        var (code, output, error) = await CommandProcess.RunAsync("import", "--owner", "shop", "--csv", List, "--Store:Directory", Store);
        var (again, _, _) = await CommandProcess.RunAsync("import", "--owner", "shop", "--csv", List, "--Store:Directory", Store);

        Assert.True(code == 0, output + error);
        Assert.Contains("6/6, 5 failed", output, StringComparison.Ordinal);
        Assert.Equal(0, again);
        Assert.Equal(
            [
                "anna already", "bob duplicate same_file anna.jpg", "carl duplicate same_face anna", "dora refused not_a_picture",
                "eve failed unreadable", "fay duplicate same_face anna",
            ],
            (await File.ReadAllLinesAsync(List + ".results.jsonl")).Select(line => Told(JsonElement.Parse(line))));
        Assert.Contains("save it as JPEG, PNG", await File.ReadAllTextAsync(List + ".results.jsonl"), StringComparison.Ordinal);
        var audit = Path.Combine(_folder, "audit.jsonl");
        await CommandProcess.RunAsync("audit", "export", "--out", audit, "--Store:Directory", Store);
        var actions = (await File.ReadAllLinesAsync(audit)).Select(line => JsonElement.Parse(line))
            .Select(line => line.TryGetProperty("action", out var action) ? action.GetString() : null).ToList();
        Assert.Single(actions, action => action == "group.made");
        Assert.Single(actions, action => action == "group.joined");
        var (_, listed, _) = await CommandProcess.RunAsync("jobs", "list", "--Store:Directory", Store);
        Assert.Contains("2  succeeded  6/6, 5 failed", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_consent_is_in_force_nobody_is_imported_without_it_and_it_is_recorded()
    {
        File.Copy(SharedFiles.Data("verify/us_gov/biden/biden2.jpg"), Path.Combine(Directory.CreateDirectory(List).FullName, "anna.jpg"));
        string[] plain = ["import", "--owner", "shop", "--folder", List, "--Store:Directory", Store];
        string[] import = [.. plain, "--Consent:Version", "2026-1"];
        var (before, _, _) = await CommandProcess.RunAsync(plain);   // as long as nobody was ever asked

        var (refused, told, _) = await CommandProcess.RunAsync(import);
        var (other, _, _) = await CommandProcess.RunAsync([.. import, "--consent", "2025-4"]);
        var (code, output, error) = await CommandProcess.RunAsync([.. import, "--consent", "2026-1"]);
        var file = Path.Combine(_folder, "audit.jsonl");
        await CommandProcess.RunAsync("audit", "export", "--out", file, "--Store:Directory", Store);
        var audit = await File.ReadAllTextAsync(file);
        var (forgotten, said, _) = await CommandProcess.RunAsync(plain);

        Assert.Equal((0, 1, 1, 1), (before, refused, other, forgotten));
        Assert.Contains("Set Consent:Version as the server has it", said, StringComparison.Ordinal);
        Assert.Contains("agreed to version 2026-1", told, StringComparison.Ordinal);
        Assert.True(code == 0 && output.Contains("1/1", StringComparison.Ordinal), output + error);
        Assert.Contains("consent.given", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("2025-4", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_unknown_and_what_is_not_there_is_told_in_one_sentence()
    {
        var (code, output, _) = await CommandProcess.RunAsync(
            "import", "--owner", "nobody", "--folder", _folder, "--Store:Directory", Store);
        var (other, said, _) = await CommandProcess.RunAsync(
            "import", "--owner", "shop", "--folder", Path.Combine(_folder, "none"), "--Store:Directory", Store);

        Assert.Equal((1, 1), (code, other));
        Assert.Contains("no relying party of that name", output, StringComparison.Ordinal);
        Assert.Contains("cannot be read", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--folder")]
    [InlineData("--csv")]
    public async Task A_path_that_is_empty_is_told_in_one_sentence(string option)
    {
        var (code, _, error) = await CommandProcess.RunAsync("import", "--owner", "shop", option, "", "--Store:Directory", Store);

        Assert.Equal(2, code);
        Assert.Contains("is empty", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        var (code, _, error) = await CommandProcess.RunAsync("keys", "issue", "shop", "--Store:Directory", Store);
        Assert.True(code == 0, error);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    static string Told(JsonElement line) => string.Join(' ', new[] { "subject", "result", "reason", "as" }
        .Select(name => line.TryGetProperty(name, out var value) ? value.GetString() : null).OfType<string>());
}
