using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Words of this place, which whoever guesses passwords here tries first (OWASP ASVS 5.0, 6.1.2).</summary>
/// <remarks>The product's name, the parts of the server's own name, who signs here, and what the operator names.</remarks>
internal sealed class PlaceWords(IOptions<AccountOptions> accounts, IOptions<WebOptions> web, IOptions<SignalingOptions> signaling)
{
    const string Product = "faceauth";
    const int Shortest = 4;

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> All { get; } =
    [
        .. accounts.Value.PlaceWords.Append(Product).Append(signaling.Value.Issuer).Concat(HostParts(web.Value.PublicAddress))
            .Where(word => word.Length >= Shortest).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    static IEnumerable<string> HostParts(string address) =>
        address.Length == 0 ? [] : new Uri(address).Host is var host ? [host, .. host.Split('.')] : [];
}
