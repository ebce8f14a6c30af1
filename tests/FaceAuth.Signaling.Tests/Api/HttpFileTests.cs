using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.OpenApi;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>FaceAuth.Signaling.http is sent from top to bottom, as an editor sends it.</summary>
public sealed class HttpFileTests
{
    static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "FaceAuth.Signaling", "FaceAuth.Signaling.http"));

    [Fact]
    public async Task Every_request_is_answered_as_its_heading_says()
    {
        await using var host = new HostApplication();
        using var client = host.CreateClient();
        using var party = await host.RelyingPartyAsync();
        var variables = Regex.Matches(Text, @"^@(\w+) = (.*)$", RegexOptions.Multiline)
            .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);
        (variables["host"], variables["apiKey"]) = ("", party.DefaultRequestHeaders.GetValues("X-Api-Key").Single());
        var answers = new Dictionary<string, JsonElement>();

        foreach (var part in Regex.Split(Text, "^###", RegexOptions.Multiline).Skip(1))
        {
            var (heading, name, request) = Read(Fill(part, variables, answers));
            using (request)
            {
                using var answer = await client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();

                var expected = Regex.Match(heading, @"the answer is (\d+) (\w+)");
                if (expected.Success) Assert.Equal(expected.Groups[1].Value, $"{(int)answer.StatusCode}");
                if (expected.Success) Assert.Contains($"\"{expected.Groups[2].Value}\"", text, StringComparison.Ordinal);
                else Assert.True(answer.IsSuccessStatusCode, $"{heading}: {(int)answer.StatusCode} {text}");
                if (name.Length > 0) answers[name] = JsonDocument.Parse(text).RootElement;
            }
        }
    }

    /// <summary>Puts variables and pieces of earlier answers, such as {{login.response.body.$.refreshToken}}, in their places.</summary>
    static string Fill(string part, Dictionary<string, string> variables, Dictionary<string, JsonElement> answers) =>
        Regex.Replace(part, @"\{\{(\w+)(?:\.response\.body\.\$\.([\w.]+))?\}\}", found =>
            found.Groups[2].Value is { Length: > 0 } path
                ? path.Split('.').Aggregate(answers[found.Groups[1].Value], (at, step) => at.GetProperty(step)).GetString()!
                : variables[found.Groups[1].Value]);

    static (string Heading, string Name, HttpRequestMessage Request) Read(string part)
    {
        var halves = part.Trim().Split("\n\n", 2);
        var lines = halves[0].Split('\n').ToList();
        var first = lines.FindIndex(line => Regex.IsMatch(line, "^(GET|POST|PUT|PATCH|DELETE) "));
        var name = lines.Take(first).Select(line => Regex.Match(line, @"^# @name (\w+)")).FirstOrDefault(match => match.Success);
        var words = lines[first].Split(' ');
        var request = new HttpRequestMessage(new(words[0]), words[1]);
        if (halves.Length > 1) request.Content = new StringContent(halves[1], Encoding.UTF8);
        foreach (var header in lines.Skip(first + 1).Select(line => line.Split(": ", 2)))
        {
            if (header[0] == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(header[1]);
            else request.Headers.Add(header[0], header[1]);
        }

        return (lines[0], name?.Groups[1].Value ?? "", request);
    }
}
