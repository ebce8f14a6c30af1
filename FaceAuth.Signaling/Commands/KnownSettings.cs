using System.Reflection;
using FaceAuth.Media;
using FaceAuth.Pipeline;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Admin;
using FaceAuth.Signaling.Api.Legacy;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Signaling.Webhooks;
using FaceAuth.Store;

namespace FaceAuth.Signaling.Commands;

/// <summary>The settings there are, so that a mistyped one is told instead of ignored.</summary>
internal static class KnownSettings
{
    /// <summary>The framework's own that stand in no section.</summary>
    static readonly HashSet<string> OfTheHost = new(StringComparer.OrdinalIgnoreCase)
        { "urls", "environment", "contentRoot", "webRoot", "applicationName", "AllowedHosts", "http_ports", "https_ports" };

    /// <summary>Sections that are the framework's own and not looked into.</summary>
    static readonly HashSet<string> Foreign = new(StringComparer.OrdinalIgnoreCase) { "Logging", "Kestrel" };

    static readonly Dictionary<string, Type> Sections = new(
        [.. StoreServices.Settings, .. SharedStateServices.Settings, .. PipelineServices.Settings, .. MediaServices.Settings],
        StringComparer.OrdinalIgnoreCase)
    {
        ["Signaling"] = typeof(SignalingOptions),
        ["Reviews"] = typeof(ReviewOptions),
        ["Signing"] = typeof(SigningOptions),
        ["Accounts"] = typeof(AccountOptions),
        ["Mail"] = typeof(MailOptions),
        ["Console"] = typeof(ConsoleOptions),
        ["Consent"] = typeof(ConsentOptions),
        ["Tokens"] = typeof(UserTokenOptions),
        ["RateLimits"] = typeof(RateLimitOptions),
        ["Attempts"] = typeof(AttemptOptions),
        ["Connections"] = typeof(TcpConnectionOptions),
        ["Web"] = typeof(WebOptions),
        ["HostedPage"] = typeof(HostedPageOptions),
        ["Ice"] = typeof(IceServerOptions),
        ["Jobs"] = typeof(JobOptions),
        ["Operator"] = typeof(OperatorOptions),
        ["Legacy"] = typeof(LegacyOptions),
        ["Log"] = typeof(LogOptions),
        ["Telemetry"] = typeof(TelemetryOptions),
        ["Webhooks"] = typeof(WebhookOptions),
    };

    /// <summary>Every section with the type of its options.</summary>
    public static IReadOnlyCollection<KeyValuePair<string, Type>> All => Sections;

    /// <summary>The section whose name differs from this one by at most two letters; null for none.</summary>
    public static string? Nearest(string name) =>
        Sections.Keys.Where(section => !section.Contains(':', StringComparison.Ordinal) && section.Length > 3)
            .Select(section => (section, Far: Distance(section, name)))
            .Where(one => one.Far <= 2).OrderBy(one => one.Far).Select(one => one.section).FirstOrDefault();

    /// <summary>Whether a name is meant as a setting: it begins with a section, or is one of the host's own.</summary>
    public static bool IsMeant(string name)
    {
        var first = name.Split(':', 2);
        return first.Length == 1 ? OfTheHost.Contains(name) : Foreign.Contains(first[0]) || Sections.ContainsKey(first[0]);
    }

    /// <summary>Whether a name is a section's alone, which a host that is started by a program writes as "--Section=".</summary>
    public static bool IsSection(string name) => Foreign.Contains(name) || Sections.ContainsKey(name);

    /// <summary>Why there is no such setting; null when there is.</summary>
    /// <param name="name">"Section:Name", for which <see cref="IsMeant"/>.</param>
    public static string? FaultOf(string name)
    {
        var parts = name.Split(':');
        if (parts.Length == 1 || Foreign.Contains(parts[0])) return null;
        var nested = parts.Length > 2 && Sections.ContainsKey($"{parts[0]}:{parts[1]}") ? 2 : 1;
        return FaultIn(Sections[string.Join(':', parts[..nested])], parts, nested);
    }

    /// <summary>Letters to put in, take out or change (Levenshtein), whatever their case.</summary>
    static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var above = row[0]++;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                (above, row[j]) = (row[j], Math.Min(above + (isSame ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }

    static string? FaultIn(Type type, string[] parts, int at)
    {
        if (at == parts.Length) return null;
        // any name is one of a dictionary's; whoever reads it knows which there are
        if (ValueOf(type) is { } value) return FaultIn(value, parts, at + 1);
        if (ElementOf(type) is { } element)
            return int.TryParse(parts[at], out _)
                ? FaultIn(element, parts, at + 1)
                : $"{string.Join(':', parts[..at])} is a list: number its entries, {string.Join(':', parts[..at])}:0";
        if (type.Namespace?.StartsWith("FaceAuth", StringComparison.Ordinal) is true && !type.IsEnum)
        {
            var names = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
            if (names.Find(property => property.Name.Equals(parts[at], StringComparison.OrdinalIgnoreCase)) is { } found)
                return FaultIn(Nullable.GetUnderlyingType(found.PropertyType) ?? found.PropertyType, parts, at + 1);
            return $"{string.Join(':', parts[..at])} has {string.Join(", ", names.Select(property => property.Name))}";
        }

        return $"{string.Join(':', parts[..at])} is a single value";
    }

    static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    static Type? ElementOf(Type type) =>
        type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.IsGenericType ? type.GetInterfaces().Append(type).FirstOrDefault(IsSequence)?.GetGenericArguments()[0]
        : null;

    static bool IsSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);
}
