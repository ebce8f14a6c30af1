using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Accuracy.Summary;

/// <summary>The operator's list of sets: which verb measures each, and with what.</summary>
internal static class SetsFile
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The sets as command lines of verbs, their paths taken from the file's own folder.</summary>
    /// <exception cref="EvalException">It cannot be read, or a set makes no sense.</exception>
    public static IReadOnlyList<SetRun> Read(string file)
    {
        SetList? list;
        try
        {
            list = JsonSerializer.Deserialize<SetList>(File.ReadAllText(file), Options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EvalException($"The sets {file} cannot be read ({e.Message}).", e);
        }

        if (list?.Sets is not { Count: > 0 } sets)
            throw new EvalException($"{file} names no set: {{\"sets\": [{{\"name\": …, \"kind\": …}}]}}.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return [.. sets.SelectMany(set => Runs(set, folder))];
    }

    static IEnumerable<SetRun> Runs(MeasuredSet set, string folder)
    {
        if (string.IsNullOrWhiteSpace(set.Name)) throw new EvalException("A set has no name.");
        List<string> line = set.Kind switch
        {
            "people" => ["verify", "--identities", At(Needed(set.Path, "path"))],
            "attacks" => ["pad", "--live", At(Needed(set.Live, "live")), "--attacks", At(Needed(set.Path, "path"))],
            "covers" => ["obstacle", .. Each("--covered", set.Covered), .. Each("--plain", set.Plain)],
            "blinks" => ["blink", "--clips", At(Needed(set.Path, "path"))],
            "honest" => ["funnel", At(Needed(set.Path, "path"))],
            _ => throw new EvalException(
                $"{set.Name}: \"kind\" is people, attacks, covers, blinks or honest, not \"{set.Kind}\"."),
        };
        Add("--people", set.People, isPath: true);
        Add("--gate", set.Gate);
        Add("--sessions", set.Sessions);
        Add("--leave-out", set.LeaveOut, isPath: true);
        Add("--seconds", set.Seconds?.ToString(CultureInfo.InvariantCulture));
        Add("--fps", set.Fps?.ToString(CultureInfo.InvariantCulture));
        Add("--clip-fps", set.ClipFps?.ToString(CultureInfo.InvariantCulture));
        Add("--policy", set.Policy);
        Add("--subject", set.Subject);
        Add("--manifest", set.Manifest, isPath: true);
        if (set.PicturesOnly) line.Add("--pictures-only");
        if (set.Labels is not { Count: > 0 } labels) return [new(set.Name, null, line)];
        return labels.Select(label => new SetRun(set.Name, label.Key, [.. line, "--labels", At(label.Value)]));

        void Add(string option, string? value, bool isPath = false)
        {
            if (value is not null) line.AddRange([option, isPath ? At(value) : value]);
        }

        string Needed(string? value, string field) => value ?? throw new EvalException($"{set.Name}: \"{field}\" is missing.");

        IEnumerable<string> Each(string option, IReadOnlyList<string>? paths) =>
            (paths ?? []).SelectMany(path => new[] { option, At(path) });

        string At(string path) => Path.GetFullPath(path, folder);
    }

    sealed record SetList(IReadOnlyList<MeasuredSet>? Sets);
}
