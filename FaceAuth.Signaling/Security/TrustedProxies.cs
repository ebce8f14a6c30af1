using System.Net;

namespace FaceAuth.Signaling.Security;

/// <summary>The reverse proxies that are believed, as Web:TrustedProxies names them.</summary>
/// <param name="named">Addresses and networks, checked before.</param>
internal sealed class TrustedProxies(IReadOnlyList<string> named)
{
    /// <summary>How many bits stand before an IPv4 address that is written as an IPv6 one (::ffff:192.0.2.7).</summary>
    const int MappedBits = 96;

    /// <summary>Those that are named by a network.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; } =
        [.. named.Where(IsNetwork).Select(one => Plain(IPNetwork.Parse(one)))];

    /// <summary>Those that are named by their address.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; } =
        [.. named.Where(one => !IsNetwork(one)).Select(one => Plain(IPAddress.Parse(one)))];

    /// <summary>Whether an address is one's.</summary>
    public bool Has(IPAddress address)
    {
        var plain = Plain(address);
        return Addresses.Contains(plain) || Networks.Any(network => network.Contains(plain));
    }

    static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    static IPNetwork Plain(IPNetwork network) => network is { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= MappedBits }
        ? new(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits) : network;

    static bool IsNetwork(string one) => IPNetwork.TryParse(one, out _);
}
