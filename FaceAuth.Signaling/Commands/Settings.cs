using System.CommandLine;

namespace FaceAuth.Signaling.Commands;

/// <summary>Settings on the command line, "--Section:Name value" or "--Section:Name=value", wherever they stand.</summary>
/// <remarks>
/// Taken out before the rest is parsed, so that no verb takes one for its argument, and whatever is left and not understood is an error.
/// </remarks>
internal static class Settings
{
    static readonly Option<string[]> Carrier = new("--setting") { Hidden = true, DefaultValueFactory = _ => [] };

    /// <summary>Lets a verb take settings.</summary>
    public static Command TakesSettings(this Command command)
    {
        command.Options.Add(Carrier);
        return command;
    }

    /// <summary>The settings that a verb was given, each "--Section:Name=value".</summary>
    public static string[] Of(ParseResult parsed) => [.. parsed.GetValue(Carrier)!.Select(setting => $"--{setting}")];

    /// <summary>Whether the verb that was typed takes settings.</summary>
    public static bool AreTakenBy(ParseResult parsed) => parsed.CommandResult.Command.Options.Contains(Carrier);

    /// <summary>Parts what was typed.</summary>
    /// <returns>The rest; the settings as the parser takes them, behind the rest; and what is wrong with one of them.</returns>
    public static (List<string> Others, List<string> Settings, string? Fault) Split(string[] args)
    {
        var (rest, settings) = (new List<string>(), new List<string>());
        string? fault = null;
        for (var i = 0; i < args.Length; i++)
        {
            var cut = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..(cut < 0 ? args[i].Length : cut)] : "";
            if (!(KnownSettings.IsMeant(name) || (cut == args[i].Length - 1 && KnownSettings.IsSection(name))))
            {
                rest.Add(args[i]);
                continue;
            }

            if (KnownSettings.FaultOf(name) is { } why) fault ??= $"There is no setting {name}: {why}.";
            if (cut >= 0) settings.Add($"--setting={name}={args[i][(cut + 1)..]}");
            else if (args.ElementAtOrDefault(i + 1) is { } next && !next.StartsWith("--", StringComparison.Ordinal))
                settings.Add($"--setting={name}={args[++i]}");
            else fault ??= $"The setting {name} lacks its value.";
        }

        return (rest, settings, fault);
    }
}
