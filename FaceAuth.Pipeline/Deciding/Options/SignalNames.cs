using System.Text.Json;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Signals by the names that settings and relying parties know them by.</summary>
internal static class SignalNames
{
    // light is never raised: where it is not seen, the room may be bright
    static readonly SignalKind[] Raisable = [.. Enum.GetValues<SignalKind>().Where(kind => kind != SignalKind.Light)];

    static readonly Dictionary<string, SignalKind> Kinds = Raisable
        .SelectMany(kind => new[] { (Name: $"{kind}", Kind: kind), (Name: WireNameOf(kind), Kind: kind) })
        .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.Name, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>The wire names of all that can be raised, for a sentence.</summary>
    public static string All { get; } = string.Join(", ", Raisable.Select(WireNameOf));

    /// <summary>The signal of that name; false where there is none.</summary>
    public static bool TryParse(string? name, out SignalKind kind) => Kinds.TryGetValue(name ?? "", out kind);

    static string WireNameOf(SignalKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{kind}");
}
