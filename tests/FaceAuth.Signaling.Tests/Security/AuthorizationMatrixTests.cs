using System.Text;
using FaceAuth.Signaling.Tests.OpenApi;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>Who gets past the door of which endpoint, seen on a running host and compared with a table that is committed.</summary>
/// <remarks>A new endpoint has no row, and fails until somebody has read its row and committed it.</remarks>
public sealed class AuthorizationMatrixTests
{
    const string Renew = "FACEAUTH_RENEW";

    static readonly string Table =
        Path.Combine(Checkout.Root, "tests", "FaceAuth.Signaling.Tests", "Security", "authorization-matrix.txt");

    [Fact]
    public async Task Everybody_gets_as_far_as_the_table_says()
    {
        await using var cast = new MatrixCast();
        await cast.StartAsync();
        var rows = new StringBuilder();

        foreach (var door in cast.Doors())
        {
            rows.Append(door.Name).Append('\n');
            var answers = new List<(string Said, string Who)>();
            foreach (var who in cast.Callers) answers.Add((await cast.AskAsync(door, who), who));
            foreach (var same in answers.GroupBy(one => one.Said).OrderBy(one => one.Key == "passes" ? "" : one.Key))
                rows.Append($"    {same.Key}: {string.Join(", ", same.Select(one => one.Who))}\n");
        }

        if (Environment.GetEnvironmentVariable(Renew) is { Length: > 0 }) await File.WriteAllTextAsync(Table, rows.ToString());
        var committed = await File.ReadAllLinesAsync(Table);
        var seen = rows.ToString().TrimEnd('\n').Split('\n');
        var wrong = OtherRows(committed, seen).ToList();
        Assert.True(wrong.Count == 0, $"""
            Who gets where is not as Security/authorization-matrix.txt says. Where the new rows are right, commit them:
            {Renew}=1 and this test write them.
            {string.Join('\n', wrong)}
            """);
    }

    /// <summary>Lines that one has and the other has not, each with its endpoint.</summary>
    static IEnumerable<string> OtherRows(string[] committed, string[] seen)
    {
        var (old, now) = (Named(committed), Named(seen));
        return old.Except(now).Select(row => "- " + row).Concat(now.Except(old).Select(row => "+ " + row)).Order(StringComparer.Ordinal);
    }

    static List<string> Named(string[] lines)
    {
        var (named, endpoint) = (new List<string>(), "");
        foreach (var line in lines)
        {
            if (!line.StartsWith(' ')) endpoint = line;
            named.Add(line.StartsWith(' ') ? $"{endpoint}:{line[3..]}" : line);
        }

        return named;
    }
}
