using System.Globalization;
using System.Net;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>What a description says about where its side is reached.</summary>
/// <param name="User">ICE user name.</param>
/// <param name="Password">ICE password.</param>
/// <param name="Udp">Addresses over UDP, best first.</param>
/// <param name="Tcp">Addresses over TCP that take connections.</param>
internal sealed record SdpParts(string User, string Password, IReadOnlyList<IPEndPoint> Udp, IReadOnlyList<IPEndPoint> Tcp)
{
    /// <summary>Reads it; candidates are those of the first component (RFC 8839 §5.1).</summary>
    public static SdpParts Of(string sdp)
    {
        var lines = sdp.Split('\n', StringSplitOptions.TrimEntries);
        var candidates = lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal))
            .Select(line => line.Split(' ')).Where(parts => parts.Length >= 8 && parts[1] == "1").ToList();
        return new(Value(lines, "a=ice-ufrag:"), Value(lines, "a=ice-pwd:"), Of(candidates, "udp"), Of(candidates, "tcp"));
    }

    static string Value(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..] ?? "";

    static List<IPEndPoint> Of(List<string[]> candidates, string protocol) =>
        [.. candidates.Where(parts => parts[2].Equals(protocol, StringComparison.OrdinalIgnoreCase))
            .Select(parts => new IPEndPoint(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture))).Distinct()];
}
