namespace FaceAuth.Media.Dtls;

/// <summary>What a client's first message offers (RFC 5246 §7.4.1.2), in its order, without GREASE (RFC 8701).</summary>
/// <param name="CipherSuites">Cipher suites.</param>
/// <param name="Extensions">Extensions.</param>
/// <param name="Groups">Groups for the key agreement.</param>
/// <param name="Signatures">Signature schemes.</param>
/// <param name="SrtpProfiles">SRTP protection profiles.</param>
internal sealed record ClientHello(
    IReadOnlyList<ushort> CipherSuites, IReadOnlyList<ushort> Extensions, IReadOnlyList<ushort> Groups,
    IReadOnlyList<ushort> Signatures, IReadOnlyList<ushort> SrtpProfiles)
{
    /// <summary>Most entries kept of a list; what is behind them is not looked at.</summary>
    internal const int MaxEntries = 256;

    const int GroupsExtension = 10, SignaturesExtension = 13, SrtpExtension = 14;

    /// <summary>Reads what the library has taken apart. Never throws for its content.</summary>
    internal static ClientHello Of(IEnumerable<int> cipherSuites, IDictionary<int, byte[]> extensions) => new(
        Keep(cipherSuites), Keep(extensions.Keys), List(extensions, GroupsExtension), List(extensions, SignaturesExtension),
        List(extensions, SrtpExtension));

    internal bool Offers(ushort suite) => CipherSuites.Contains(suite);

    internal bool Extends(ushort extension) => Extensions.Contains(extension);

    /// <summary>JA3's way: the lists' numbers, parted by commas.</summary>
    public override string ToString() => string.Join(
        ',', new[] { CipherSuites, Extensions, Groups, Signatures, SrtpProfiles }.Select(list => string.Join('-', list)));

    static ushort[] Keep(IEnumerable<int> numbers) =>
        [.. numbers.Take(MaxEntries).Select(number => (ushort)number).Where(number => !IsGrease(number))];

    // | length of the list in bytes 2 | numbers 2 each | …
    static ushort[] List(IDictionary<int, byte[]> extensions, int extension)
    {
        if (!extensions.TryGetValue(extension, out var data) || data is not { Length: >= 2 }) return [];
        var bytes = Math.Min(data.Length - 2, data[0] << 8 | data[1]);
        return Keep(Enumerable.Range(0, bytes / 2).Select(i => data[2 + 2 * i] << 8 | data[3 + 2 * i]));
    }

    static bool IsGrease(int number) => (number & 0x0F0F) == 0x0A0A && number >> 8 == (number & 0xFF);
}
