using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>The STUN and TURN servers that browsers are told, asked for an address as a browser would.</summary>
internal static class TurnChecks
{
    const int Unauthorized = 401;

    public static async Task<IReadOnlyList<Finding>> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var entries = services.GetRequiredService<IceServers>().For(Guid.NewGuid(), TimeSpan.FromMinutes(5));
        if (entries.Count == 0) return [Finding.Ok("turn", "None is set: browsers must reach the media port themselves.")];
        var findings = new List<Finding>();
        foreach (var entry in entries)
            foreach (var url in entry.Urls)
                findings.Add(await CheckAsync(url, entry, cancellation));
        return findings;
    }

    static async Task<Finding> CheckAsync(string url, IceServerEntry entry, CancellationToken cancellation)
    {
        try
        {
            using var way = await ReachAsync(url, cancellation);
            return url.StartsWith("stun", StringComparison.Ordinal)
                ? await way.AskAsync(StunRequest.Binding(), cancellation) is { IsSuccess: true }
                    ? Finding.Ok("turn", $"{url} answers.") : Silent(url)
                : await AllocateAsync(url, entry, way, cancellation);
        }
        catch (AuthenticationException e)
        {
            return Finding.Fault("turn", $"{url} has no certificate that this machine trusts: {e.Message} See Ice:Servers.");
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Finding.Fault("turn", $"{url} cannot be reached ({e.Message}): see Ice:Servers.");
        }
    }

    static async Task<Finding> AllocateAsync(string url, IceServerEntry entry, StunWay way, CancellationToken cancellation)
    {
        if (await way.AskAsync(StunRequest.Allocate(), cancellation) is not { } first) return Silent(url);
        if (first.Error != Unauthorized)
            return Finding.Fault("turn", $"{url} asks for no credentials (it says {first.Error}): anybody may use it, or it is no relay.");
        var login = new TurnLogin(entry.Username ?? "", entry.Credential ?? "", first.Realm, first.Nonce);
        if (await way.AskAsync(StunRequest.Allocate(login), cancellation) is not { } second) return Silent(url);
        if (second.Error == Unauthorized)
            return Finding.Fault("turn", $"{url} refuses the credentials: Ice:Servers has another Secret, or its clock is wrong.");
        if (!second.IsSuccess) return Finding.Fault("turn", $"{url} gives no address (it says {second.Error}): see its log.");
        await way.AskAsync(StunRequest.Release(login), cancellation);
        return Finding.Ok("turn", $"{url} relays.");
    }

    static Finding Silent(string url) => Finding.Fault("turn", $"{url} does not answer: see Ice:Servers, and let it through.");

    /// <summary>Opens the way that an address names (RFC 7064, RFC 7065).</summary>
    static async Task<StunWay> ReachAsync(string url, CancellationToken cancellation)
    {
        var scheme = url[..url.IndexOf(':', StringComparison.Ordinal)];
        var rest = url[(scheme.Length + 1)..].Split('?');
        var isTls = scheme == "turns";
        var isTcp = isTls || (rest.Length > 1 && rest[1] == "transport=tcp");
        var (host, port) = Parse(rest[0], isTls ? 5349 : 3478);
        var address = IPAddress.TryParse(host, out var literal) ? literal : (await Dns.GetHostAddressesAsync(host, cancellation))[0];
        var to = new IPEndPoint(address, port);
        return isTcp ? await StunWay.TcpAsync(to, isTls ? host : null, cancellation) : StunWay.Udp(to);
    }

    static (string Host, int Port) Parse(string where, int usual)
    {
        var colon = where.LastIndexOf(':');
        var hasPort = colon > where.LastIndexOf(']');
        var host = hasPort ? where[..colon] : where;
        return (host.Trim('[', ']'), hasPort ? int.Parse(where[(colon + 1)..], CultureInfo.InvariantCulture) : usual);
    }
}
