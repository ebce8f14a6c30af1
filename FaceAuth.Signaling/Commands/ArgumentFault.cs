using System.Text.RegularExpressions;

namespace FaceAuth.Signaling.Commands;

/// <summary>Says what is wrong with an argument in one line, where the parser says it in a programmer's words or in several.</summary>
internal static partial class ArgumentFault
{
    public static string WordsFor(string message)
    {
        if (Unparsed().Match(message) is { Success: true } read)
            return $"\"{read.Groups["value"].Value}\" is no {KindOf(read.Groups["type"].Value)}, which {read.Groups["name"].Value} takes.";
        if (Unknown().Match(message) is not { Success: true } found) return message;
        var known = found.Groups["known"].Captures.Select(one => one.Value);
        return $"\"{found.Groups["value"].Value}\" is none of {string.Join(", ", known)}.";
    }

    static string KindOf(string type) =>
        type.Contains("Int", StringComparison.Ordinal) ? "whole number" : type.Contains("Guid", StringComparison.Ordinal) ? "id" : "value";

    // both as System.CommandLine says them
    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (command|option) '(?<name>[^']*)' as expected type '(?<type>[^']*)'\.$")]
    private static partial Regex Unparsed();

    [GeneratedRegex(@"^Argument '(?<value>.*)' not recognized\. Must be one of:(\s+'(?<known>[^']*)')+\s*$")]
    private static partial Regex Unknown();
}
