using System.Globalization;
using System.Net.WebSockets;
using System.Security.Claims;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Who connected, and from where.</summary>
/// <param name="Who">The caller.</param>
/// <param name="Address">The client's address, as limits count it.</param>
/// <param name="Until">When what they signed in with runs out; null for never.</param>
internal sealed record LegacyClient(Caller Who, string Address, DateTimeOffset? Until);

/// <summary>What happens on a socket until it ends.</summary>
/// <param name="client">Whose it is.</param>
/// <param name="socket">The socket.</param>
/// <param name="idle">Ends it after a while, unless it is put off.</param>
/// <param name="cancellation">Says that it ended.</param>
internal delegate Task LegacySocketRun(
    LegacyClient client, LegacySocket socket, CancellationTokenSource idle, CancellationToken cancellation);

/// <summary>Lets clients of the reference system open WebSockets: knows who they are, and how many there may be.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class LegacySockets(
    LegacyCookie cookie, TokenIssuer issuer, IOptions<LegacyOptions> options, SignalingMetrics metrics, TimeProvider time)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _open = [];   // by owner; no longer than the bound on all
    int _count;

    /// <summary>Runs a socket of somebody who may have one, or says why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">Bytes of a message that is taken.</param>
    /// <param name="run">What happens on it until it ends.</param>
    public async Task AcceptAsync(HttpContext context, int most, LegacySocketRun run)
    {
        var known = await KnowAsync(context);
        if (!known.TryGet(out var client, out var refusal))
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, Refusals.BadRequest.With("Open this address as a WebSocket."));
            return;
        }

        if (!TryAdd(client.Who.Owner))
        {
            await Problems.WriteAsync(context, Refusals.Busy);
            return;
        }

        metrics.Connected();
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await RunAsync(socket, client, most, run, context.RequestAborted);
        }
        finally
        {
            metrics.Disconnected();
            Remove(client.Who.Owner);
        }
    }

    async Task RunAsync(
        WebSocket socket, LegacyClient client, int most, LegacySocketRun run, CancellationToken aborted)
    {
        using var idle = new CancellationTokenSource(options.Value.SocketIdle, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, idle.Token);
        var line = new LegacySocket(socket, most);
        var sending = line.SendAsync(end.Token);
        try
        {
            var running = run(client, line, idle, end.Token);
            if (await Task.WhenAny(running, sending) == sending) await end.CancelAsync();   // nobody listens
            await running;
            line.EndSending();
            await sending;
            await line.CloseAsync(WebSocketCloseStatus.NormalClosure);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            socket.Abort();   // gone, idle or too slow
        }
        finally
        {
            line.EndSending();
            await end.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>By what it brings in its head; else by the cookie, and then only from a page of ours.</summary>
    async Task<Outcome<LegacyClient>> KnowAsync(HttpContext context)
    {
        var address = RateLimits.AddressOf(context);
        var request = context.Request;
        if (request.Headers.Authorization.Count > 0 || ApiKeyHandler.IsTried(request))
            return Caller.Of(context.User) is { } caller
                ? new LegacyClient(caller, address, ExpiryOf(context.User)) : Refusals.Unauthorized;
        if (request.Cookies[LegacyCookie.Name] is not { Length: > 0 and <= 4096 } token) return Refusals.Unauthorized;
        if (request.Headers.Origin.Count != 1 || !cookie.IsOurs(request)) return Refusals.ForeignPage;
        if (await issuer.ReadAsync(TokenKind.Access, token) is not { } known) return Refusals.TokenExpired;
        var owner = known.GetClaim(Caller.OwnerClaim).Value;
        return new LegacyClient(new(owner, known.Subject), address, known.ValidTo);
    }

    static DateTimeOffset? ExpiryOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirst(JwtRegisteredClaimNames.Exp)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    bool TryAdd(string owner)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(owner);
            if (_count >= options.Value.MaxSockets || open >= options.Value.MaxSocketsPerOwner) return false;
            _count++;
            _open[owner] = open + 1;
            return true;
        }
    }

    void Remove(string owner)
    {
        lock (_gate)
        {
            _count--;
            if (_open[owner] == 1) _open.Remove(owner);
            else _open[owner]--;
        }
    }
}
