using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Console;
using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests;

/// <summary>A whole session over WebRTC: what is kept of it is what its client was told.</summary>
[Collection("console")]
public sealed class SessionCourseFlowTests(ConsoleServer server)
{
    [Fact]
    public async Task What_the_client_was_told_and_asked_is_what_its_course_says()
    {
        var clip = Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4");

        // a clip answers no task, so that this ends with one that was missed
        var (_, output) = await Simulation.RunAsync(server.Server, clip, "enroll", "who-is-told", "--policy", "standard", "--json");

        var lines = output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line)).ToList();
        var session = lines.First(line => Is(line, "event", "begin")).GetProperty("session").GetGuid();
        var messages = lines.Where(line => Is(line, "event", "message")).Select(line => line.GetProperty("message")).ToList();
        var course = await server.Server.Http.GetFromJsonAsync<JsonElement>($"/v1/sessions/{session}/course");
        var told = Changes(messages.Where(message => Is(message, "type", "guidance")).Select(Told));
        var kept = course.GetProperty("guidance").EnumerateArray().Select(Told).ToList();
        Assert.NotEmpty(told);
        Assert.Equal(told, kept.TakeLast(told.Count));   // before its channel was open it was told nothing
        var asked = messages.Where(message => Is(message, "type", "challenge")).Select(message => Text(message, "kind")).ToList();
        Assert.NotEmpty(asked);
        Assert.Equal(asked, course.GetProperty("challenges").EnumerateArray().Select(one => Text(one, "kind")));
        Assert.Contains(course.GetProperty("challenges").EnumerateArray(), one => !one.GetProperty("answered").GetBoolean());
        Assert.Equal(1, course.GetProperty("curve").EnumerateArray().Max(point => point.GetProperty("face").GetDouble()));
    }

    static (string?, string?) Told(JsonElement said) => (Text(said, "code"), Text(said, "detail"));

    /// <summary>Without what was said again, as to a page that says that it is ready.</summary>
    static List<(string?, string?)> Changes(IEnumerable<(string?, string?)> told)
    {
        var changes = new List<(string?, string?)>();
        foreach (var one in told)
            if (changes.Count == 0 || changes[^1] != one) changes.Add(one);
        return changes;
    }

    static bool Is(JsonElement said, string field, string value) => Text(said, field) == value;

    static string? Text(JsonElement said, string field) =>
        said.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
