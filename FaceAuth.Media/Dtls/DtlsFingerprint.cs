using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace FaceAuth.Media.Dtls;

/// <summary>The hash of a certificate as SDP writes it: "sha-256 AB:CD:…" (RFC 8122 §5).</summary>
internal sealed class DtlsFingerprint
{
    readonly byte[] _hash;

    DtlsFingerprint(string algorithm, byte[] hash)
    {
        Algorithm = algorithm;
        _hash = hash;
    }

    /// <summary>"sha-256", "sha-384" or "sha-512". Weaker ones are not read (RFC 8122 §5).</summary>
    public string Algorithm { get; }

    /// <summary>Hashes a certificate.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="algorithm">"sha-256", "sha-384" or "sha-512".</param>
    /// <exception cref="ArgumentException">Another algorithm.</exception>
    public static DtlsFingerprint Of(ReadOnlySpan<byte> certificate, string algorithm = "sha-256") =>
        new(algorithm, Hash(algorithm, certificate) ?? throw new ArgumentException("Not a hash used here.", nameof(algorithm)));

    /// <summary>Reads the value of an SDP <c>a=fingerprint</c> line; the hash's name and the digits may be in either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DtlsFingerprint? fingerprint)
    {
        fingerprint = null;
        text = text.Trim();
        var space = text.IndexOf(' ');
        if (space < 0) return false;

        var (algorithm, length) = KnownAlgorithm(text[..space]);
        var digits = text[space..].Trim();
        if (algorithm is null || digits.Length != 3 * length - 1) return false;

        var hash = new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (i > 0 && digits[3 * i - 1] != ':') return false;
            if (!char.IsAsciiHexDigit(digits[3 * i]) || !char.IsAsciiHexDigit(digits[3 * i + 1])) return false;
            hash[i] = (byte)(HexValue(digits[3 * i]) << 4 | HexValue(digits[3 * i + 1]));
        }

        fingerprint = new(algorithm, hash);
        return true;
    }

    /// <summary>Whether it is the hash of this certificate; takes the same time either way.</summary>
    /// <param name="certificate">DER.</param>
    public bool Matches(ReadOnlySpan<byte> certificate) =>
        CryptographicOperations.FixedTimeEquals(_hash, Hash(Algorithm, certificate));

    /// <summary>As in SDP: "sha-256 AB:CD:…", upper-case digits.</summary>
    public override string ToString() =>
        $"{Algorithm} {string.Join(':', _hash.Select(octet => octet.ToString("X2", CultureInfo.InvariantCulture)))}";

    static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    static (string? Name, int Length) KnownAlgorithm(ReadOnlySpan<char> name) =>
        name.Equals("sha-256", StringComparison.OrdinalIgnoreCase) ? ("sha-256", 32)
        : name.Equals("sha-384", StringComparison.OrdinalIgnoreCase) ? ("sha-384", 48)
        : name.Equals("sha-512", StringComparison.OrdinalIgnoreCase) ? ("sha-512", 64)
        : (null, 0);

    static byte[]? Hash(string algorithm, ReadOnlySpan<byte> certificate) => algorithm switch
    {
        "sha-256" => SHA256.HashData(certificate),
        "sha-384" => SHA384.HashData(certificate),
        "sha-512" => SHA512.HashData(certificate),
        _ => null,
    };
}
