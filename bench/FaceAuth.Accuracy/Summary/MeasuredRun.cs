using System.Text.Json;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Summary;

/// <summary>What a verb wrote with <c>--json</c>, with the name of its set.</summary>
/// <param name="Name">The set.</param>
/// <param name="By">What its groups are, such as "sex"; null where nobody said.</param>
/// <param name="Report">As the verb wrote it.</param>
internal sealed record MeasuredRun(string Name, string? By, JsonNode Report)
{
    /// <summary>Title of an error-rate page, whose runs another takes over.</summary>
    public const string PageTitle = "Error rates";

    /// <summary>What was measured.</summary>
    public string Kind => (string?)Report["title"] ?? "";

    /// <summary>The figures.</summary>
    public JsonNode Figures => Report["figures"]!;

    /// <summary>Set and grouping, for people.</summary>
    public string Said => By is null ? Name : $"{Name}, by {By}";

    /// <summary>A fact that the verb gave; null for none.</summary>
    public string? Fact(string name) => (string?)Report["facts"]?[name];

    /// <summary>Reads a verb's file, or the runs of a page's.</summary>
    /// <exception cref="EvalException">It cannot be read or is neither.</exception>
    public static IEnumerable<MeasuredRun> Read(string file)
    {
        JsonNode? report;
        try
        {
            report = JsonNode.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EvalException($"{file} cannot be read ({e.Message}).", e);
        }

        if (report is not JsonObject || report["title"] is null || report["figures"] is not JsonObject figures)
            throw new EvalException($"{file} is no report: it takes what a verb of eval writes with --json.");
        if ((string?)report["title"] != PageTitle) return [new(Path.GetFileNameWithoutExtension(file), null, report)];
        return [.. figures["runs"]!.AsArray().Select(run => new MeasuredRun((string)run!["name"]!, (string?)run["by"], run["report"]!))];
    }

    /// <summary>Counts as a verb wrote them; no trials where it wrote none.</summary>
    public static ErrorRate Rate(JsonNode? rate) => rate is null ? default : new((long)rate["errors"]!, (long)rate["trials"]!);

    /// <summary>As an entry of a page's file.</summary>
    public JsonObject Json() => new() { ["name"] = Name, ["by"] = By, ["report"] = Report.DeepClone() };
}
