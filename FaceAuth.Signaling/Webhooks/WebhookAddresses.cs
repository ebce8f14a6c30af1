using System.Net;
using System.Net.Sockets;
using FaceAuth.Signaling.Errors;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>Which addresses a relying party may have this server call. Safe from many threads.</summary>
/// <remarks>
/// What the registries of special addresses (IANA, RFC 6890) do not call globally reachable is refused: else whoever may make a webhook
/// reaches what only this server can. An IPv4 address inside an IPv6 one is looked at as what it is.
/// </remarks>
internal sealed class WebhookAddresses(IOptions<WebhookOptions> options)
{
    const int MostCharacters = 2048;

    /// <summary>Not globally reachable, but harmless where the operator's own network is.</summary>
    static readonly IPNetwork[] Private =
        [.. ((string[])["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "::1/128"])
            .Select(text => IPNetwork.Parse(text))];

    /// <summary>Never called without being named: this network, link-local, test, relay, benchmark, multicast, reserved.</summary>
    static readonly IPNetwork[] Special =
        [.. ((string[])["100.100.100.200/32", "168.63.129.16/32",   // other clouds' metadata
            "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
            "fd00:ec2::/32"]).Select(text => IPNetwork.Parse(text))];

    /// <summary>Of IPv6 alone this is given to anybody.</summary>
    static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>IPv4 addresses as a translator reaches them (RFC 6052 §2.1).</summary>
    static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(text => IPNetwork.Parse(text))];

    static Refusal NoHttp => Refusals.BadWebhookUrl.With(
        "Set url to an https address: this server calls none over http. Its operator may allow it: Webhooks:AllowHttp.");

    /// <summary>Why an address may not be a webhook's; null when it may. Names are looked up at each call, not here.</summary>
    public Refusal? FaultOf(string? url)
    {
        if (url is null || url.Length > MostCharacters || url.Any(char.IsControl) || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.UserInfo.Length > 0
            || uri.Fragment.Length > 0 || uri.IdnHost.Length == 0)
            return Refusals.BadWebhookUrl;
        if (uri.Scheme == Uri.UriSchemeHttp && !options.Value.AllowHttp) return NoHttp;
        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && !IsAllowed(address)
            ? Refusals.WebhookAddressRefused : null;
    }

    /// <summary>Whether a connection to an address may be made.</summary>
    public bool IsAllowed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        else if (Translated.Contains(address)) address = new IPAddress(address.GetAddressBytes()[12..]);
        if (_allowed.Any(network => network.Contains(address))) return true;
        if (Special.Any(network => network.Contains(address))) return false;
        if (Private.Any(network => network.Contains(address))) return options.Value.AllowPrivate;
        return address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address);
    }
}
