using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Says what is wrong with a setting in an operator's words, where the framework says it in a programmer's.</summary>
internal static partial class SettingFault
{
    /// <summary>What is wrong, in sentences; each fault of the settings where there are several.</summary>
    public static string WordsFor(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault is not OptionsValidationException several) return WordsFor(fault.Message);
        var all = several.Failures.Select(WordsFor).ToList();
        return string.Join(' ', all.Select((one, i) => i == all.Count - 1 || one.EndsWith('.') ? one : one + ";"));
    }

    /// <summary>The name of the setting whose value cannot be read; null where the message is another.</summary>
    public static string? UnreadIn(string message) =>
        Unconverted().Match(message) is { Success: true } found ? found.Groups["name"].Value : null;

    /// <summary>A fault that names its setting, without the property's name that the framework puts before it.</summary>
    public static string WithoutMember(string fault) => Member().Replace(fault, "");

    /// <summary>The same fault, naming the setting as it is set and what it may be.</summary>
    public static string WordsFor(string message)
    {
        if (Unconverted().Match(message) is { Success: true } found)
        {
            var name = found.Groups["name"].Value;
            return TypeOf(found.Groups["type"].Value) is { IsEnum: true } choice
                ? $"{name} is \"{found.Groups["value"].Value}\", and may be {string.Join(" or ", Enum.GetNames(choice))}."
                : $"{name} has a value that cannot be read: {KindOf(found.Groups["type"].Value)} is wanted.";
        }

        return Parameter().Replace(Field().Replace(message, "${section}:${property} "), "");
    }

    static Type? TypeOf(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    static string KindOf(string type) => type switch
    {
        "System.Boolean" => "true or false",
        "System.TimeSpan" => "a time such as 00:00:30",
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Single" or "System.Double" => "a number",
        _ => $"something of the type {type}",
    };

    // as Microsoft.Extensions.Configuration.Binder says it
    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?<name>[^']*)' to type '(?<type>[^']*)'\.$")]
    private static partial Regex Unconverted();

    [GeneratedRegex(@"^\w+(, \w+)*: ")]
    private static partial Regex Member();

    // as ArgumentException says whose argument it was
    [GeneratedRegex(@" \(Parameter '\w+'\)$")]
    private static partial Regex Parameter();

    // as the attributes of System.ComponentModel.DataAnnotations say it, behind the section
    [GeneratedRegex(@"^(?<section>\w+): \w+: The field \w+\.(?<property>\w+) ")]
    private static partial Regex Field();
}
