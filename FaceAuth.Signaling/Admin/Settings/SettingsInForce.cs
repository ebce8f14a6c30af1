using System.Collections;
using System.Globalization;
using System.Reflection;
using FaceAuth.Signaling.Commands;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace FaceAuth.Signaling.Admin.Settings;

/// <summary>Every setting with its value and where that comes from; secrets are never read out.</summary>
/// <remarks>
/// Numbers, times, switches and choices are shown. Of texts those whose name tells of no secret; what a name does not tell of, such as an
/// address with a password in it, is kept back by what it looks like.
/// </remarks>
internal sealed class SettingsInForce(IConfiguration configuration)
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Kept = "set; a secret is not shown";

    static readonly string[] SecretWords =
        ["password", "secret", "key", "token", "credential", "connection", "redis", "command", "username", "user", "certificate"];

    static readonly string[] Foreign = ["Kestrel", "Logging"];
    static readonly string[] OfTheHost = ["urls", "AllowedHosts", "http_ports", "https_ports"];

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyList<SettingLine> List()
    {
        var lines = new Dictionary<string, SettingLine>(StringComparer.OrdinalIgnoreCase);
        var numbers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);   // and times, switches, choices
        foreach (var (section, type) in KnownSettings.All)
            if (Activator.CreateInstance(type) is { } defaults) AddDefaults(lines, numbers, section, defaults, 0);
        foreach (var section in KnownSettings.All.Select(one => one.Key).Concat(Foreign).Concat(OfTheHost))
            AddSaid(lines, numbers, section);
        return [.. lines.Values.OrderBy(line => line.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A text that may be shown; null for one that may be a secret.</summary>
    internal static string? Shown(string name, string value, bool isText)
    {
        if (!isText) return value;
        if (SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))) return null;
        // a password in an address or a connection text
        var isAddress = value.Contains("://", StringComparison.Ordinal);
        return value.Contains('=', StringComparison.Ordinal) || (isAddress && value.IndexOfAny(['@', '?', '#']) >= 0) ? null : value;
    }

    static void AddDefaults(
        Dictionary<string, SettingLine> lines, HashSet<string> numbers, string section, object options, int depth)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite || property.GetIndexParameters().Length > 0) continue;
            var (name, value) = ($"{section}:{property.Name}", property.GetValue(options));
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type.Namespace?.StartsWith("FaceAuth", StringComparison.Ordinal) is true && !type.IsEnum)
            {
                if (value is not null && depth < 4) AddDefaults(lines, numbers, name, value, depth + 1);
                continue;
            }

            lines[name] = new(name, Text(value), null, false);
            if (type.IsValueType) numbers.Add(name);
        }
    }

    void AddSaid(Dictionary<string, SettingLine> lines, HashSet<string> numbers, string section)
    {
        var root = configuration.GetSection(section);
        foreach (var (name, value) in root.AsEnumerable())
        {
            if (value is null || name.Length == 0) continue;
            var known = lines.GetValueOrDefault(name);
            // a list's entries stand beside the list, whose default they take the place of
            if (known is null && Parent(name) is { } parent && lines.GetValueOrDefault(parent) is { Source: null }) lines.Remove(parent);
            var shown = Shown(name, value, !numbers.Contains(name));
            lines[known?.Name ?? name] = new(known?.Name ?? name, shown ?? Kept, SourceOf(name), shown is null);
        }
    }

    string? SourceOf(string name)
    {
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Reverse())
        {
            if (!provider.TryGet(name, out _)) continue;
            return provider switch
            {
                JsonConfigurationProvider file => $"file {file.Source.Path}",
                EnvironmentVariablesConfigurationProvider => "environment",
                CommandLineConfigurationProvider => "command line",
                _ => "the program",
            };
        }

        return null;
    }

    static string? Parent(string name) =>
        name.LastIndexOf(':') is > 0 and var at && int.TryParse(name.AsSpan(at + 1), out _) ? name[..at] : null;

    static string Text(object? value) => value switch
    {
        null or "" => "none",
        string text => text,
        bool isOn => isOn ? "true" : "false",
        IEnumerable many => string.Join(", ", many.Cast<object>().Select(Text)) is { Length: > 0 } all ? all : "none",
        IFormattable some => some.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "none",
    };
}
