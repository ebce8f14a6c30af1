using System.Text.RegularExpressions;

namespace FaceAuth.Signaling.Admin.Accounts;

/// <summary>What a sign-in came from, as people call it.</summary>
internal static partial class ClientWords
{
    // whoever is built on another says its name too: the first that is found is meant
    static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome without a window"), ("Chrome", "Chrome"), ("Version", "Safari"),
    ];

    static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>Browser and system; as it called itself where it is no browser.</summary>
    public static string Of(string? client)
    {
        if (client is null) return "a program that does not say";
        if (!client.StartsWith("Mozilla/", StringComparison.Ordinal)) return client;
        var versions = Versions().Matches(client).ToLookup(one => one.Groups[1].Value, one => one.Groups[2].Value);
        var (sign, name) = Browsers.FirstOrDefault(one => versions.Contains(one.Sign));
        if (name is null) return client;
        var system = Systems.FirstOrDefault(one => client.Contains(one.Sign, StringComparison.Ordinal)).Name;
        return $"{name} {versions[sign].First()}{(system is null ? "" : $" on {system}")}";
    }

    [GeneratedRegex(@"(\w+)/(\d+)", RegexOptions.None, 100)]
    private static partial Regex Versions();
}
