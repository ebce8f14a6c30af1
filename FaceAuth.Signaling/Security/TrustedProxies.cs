using System.Net;

namespace FaceAuth.Signaling.Security;

/// <summary>The reverse proxies that are believed, as Web:TrustedProxies names them.</summary>
/// <param name="named">Addresses and networks, checked before.</param>
internal sealed class TrustedProxies(IReadOnlyList<string> named)
{
    /// <summary>Those that are named by a network.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; } = [.. named.Where(IsNetwork).Select(IPNetwork.Parse)];

    /// <summary>Those that are named by their address.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; } = [.. named.Where(one => !IsNetwork(one)).Select(IPAddress.Parse)];

    /// <summary>Whether an address is one's.</summary>
    public bool Has(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return Addresses.Contains(address) || Networks.Any(network => network.Contains(address));
    }

    static bool IsNetwork(string one) => IPNetwork.TryParse(one, out _);
}
