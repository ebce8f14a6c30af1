using System.Text.RegularExpressions;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Says what is wrong with a setting in an operator's words, where the framework says it in a programmer's.</summary>
internal static partial class SettingFault
{
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

        return Field().Replace(message, "${section}:${property} ");
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

    // as the attributes of System.ComponentModel.DataAnnotations say it, behind the section
    [GeneratedRegex(@"^(?<section>\w+): \w+: The field \w+\.(?<property>\w+) ")]
    private static partial Regex Field();
}
