using FaceAuth.Signaling.Commands;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Warns of settings in files and in the environment that do not exist, and so have no effect.</summary>
/// <remarks>On the command line they are refused. Values are never told: one of them may be a secret in the wrong place.</remarks>
internal static class UnknownSettings
{
    /// <summary>Logs a warning for each.</summary>
    public static void WarnOfUnknownSettings(this WebApplication app)
    {
        foreach (var (name, source, fault) in Find(app.Configuration)) SignalingLog.SettingUnknown(app.Logger, name, source, fault);
    }

    /// <summary>Each with where it stands and what is wrong with it.</summary>
    internal static IEnumerable<(string Name, string Source, string Fault)> Find(IConfiguration configuration)
    {
        foreach (var provider in (configuration as IConfigurationRoot)?.Providers ?? [])
        {
            var source = provider switch
            {
                JsonConfigurationProvider file => file.Source.Path ?? "a file",
                EnvironmentVariablesConfigurationProvider => "the environment",
                _ => null,
            };
            if (source is null) continue;
            foreach (var name in NamesIn(provider, null))
                if (FaultOf(name, isFile: provider is JsonConfigurationProvider) is { } fault) yield return (name, source, fault);
        }
    }

    static string? FaultOf(string name, bool isFile)
    {
        if (KnownSettings.IsMeant(name) || KnownSettings.IsSection(name)) return KnownSettings.FaultOf(name);
        var first = name.Split(':')[0];
        var near = KnownSettings.Nearest(first);
        // the environment is every program's
        if (!isFile) return near is not null && name.Contains(':', StringComparison.Ordinal) ? $"{near} may be meant" : null;
        return near is not null ? $"{near} may be meant" : $"there is no section {first}";
    }

    static IEnumerable<string> NamesIn(IConfigurationProvider provider, string? below)
    {
        foreach (var child in provider.GetChildKeys([], below).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var name = below is null ? child : $"{below}:{child}";
            if (provider.TryGet(name, out _)) yield return name;
            foreach (var inner in NamesIn(provider, name)) yield return inner;
        }
    }
}
