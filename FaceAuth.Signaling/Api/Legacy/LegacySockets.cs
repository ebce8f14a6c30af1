using System.Globalization;
using System.Net.WebSockets;
using System.Security.Claims;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Api.Legacy;

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
    LegacyCookie cookie, TokenIssuer issuer, AccountStanding standing, IRelyingPartyStore parties, ConnectionRates rates,
    IHostApplicationLifetime lifetime, IOptions<LegacyOptions> options, SignalingMetrics metrics, TimeProvider time)
{
    static readonly Refusal TooManyFromThere = Refusals.AddressBusy.With(
        "As many WebSockets from your network's address are open as may at one time. Try again when one of them is closed.");

    readonly Lock _gate = new();
    readonly Dictionary<string, int> _open = [];   // by owner and by address; no longer than two for each of the bound on all
    int _count;

    /// <summary>Runs a socket of somebody who may have one, or says why not.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">Bytes of a message that is taken.</param>
    /// <param name="run">What happens on it until it ends.</param>
    public async Task AcceptAsync(HttpContext context, int most, LegacySocketRun run)
    {
        var isKnown = (await KnowAsync(context)).TryGet(out var client, out var refusal);
        // strangers spend nothing of an address that they share
        refusal = await rates.WhyNotAsync(RateLimits.AddressOf(context), isKnown) ?? refusal;
        if (client is null || refusal is not null)
        {
            await Problems.WriteAsync(context, refusal ?? Refusals.Unauthorized);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.WriteAsync(context, Refusals.BadRequest.With("Open this address as a WebSocket."));
            return;
        }

        if (TryAdd(client) is { } full)
        {
            await Problems.WriteAsync(context, full);
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
            Remove(client);
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
            using var stopping = lifetime.ApplicationStopping.Register(() => HandleStopping(line));
            if (await Task.WhenAny(running, sending) == sending)
            {
                if (lifetime.ApplicationStopping.IsCancellationRequested) await line.LeaveAsync(running);
                await end.CancelAsync();   // nobody listens
            }

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

    /// <summary>Its sessions are over by then, and have told it; the web server would wait for its next word.</summary>
    static void HandleStopping(LegacySocket line)
    {
        line.Say(new("error") { Code = Refusals.ServerStopping.Code, Text = Refusals.ServerStopping.Text });
        line.EndSending();
    }

    /// <summary>By what it brings in its head; else by the cookie, and then only from a page of ours.</summary>
    async Task<Outcome<LegacyClient>> KnowAsync(HttpContext context)
    {
        var address = RateLimits.AddressOf(context);
        var request = context.Request;
        if (ApiKeyHandler.KeyOf(request) is { } key)
        {
            if (Caller.Of(context.User) is not { } party) return Refusals.Unauthorized;
            if (!ScopeRequirement.IsMet(context.User, KeyScopes.Sessions)) return Refusals.ScopeMissing;
            return new LegacyClient(party, address, null)
            {
                HoldsKey = async cancellation => await parties.AuthenticateAsync(key, cancellation) is not null,
            };
        }

        if (request.Headers.Authorization.Count > 0)
            return Caller.Of(context.User) is { } caller
                ? Signed(caller, address, ExpiryOf(context.User)) : Refusals.Unauthorized;

        if (request.Cookies[LegacyCookie.NameFor(request)] is not { Length: > 0 and <= 4096 } token) return Refusals.Unauthorized;
        if (request.Headers.Origin.Count != 1 || !cookie.IsOurs(request)) return Refusals.ForeignPage;
        if (await issuer.ReadAsync(TokenKind.Access, token) is not { } known) return Refusals.TokenExpired;
        var owner = known.GetClaim(Caller.OwnerClaim).Value;
        var client = Signed(new(owner, known.Subject) { SignIn = UserTokens.SignInOf(known) }, address, known.ValidTo);
        if (await client.WhyNotAsync(DateTimeOffset.MinValue, context.RequestAborted) is { } over) return over;
        return client;
    }

    /// <summary>Who signed in; a relying party, which has no sign-in, stands by its token alone.</summary>
    LegacyClient Signed(Caller who, string address, DateTimeOffset? until) => new(who, address, until)
    {
        Stands = Caller.UserOf(who.Owner) is not { } user ? null
            : async cancellation => (await standing.OfAsync(user, who.SignIn, cancellation)).Refusal,
    };

    static DateTimeOffset? ExpiryOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirst(JwtRegisteredClaimNames.Exp)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    Refusal? TryAdd(LegacyClient client)
    {
        lock (_gate)
        {
            if (_count >= options.Value.MaxSockets || Open(client.Who.Owner) >= options.Value.MaxSocketsPerOwner) return Refusals.Busy;
            if (Open(From(client)) >= options.Value.MaxSocketsPerAddress) return TooManyFromThere;
            _count++;
            foreach (var counted in CountedFor(client)) _open[counted] = Open(counted) + 1;
            return null;
        }
    }

    void Remove(LegacyClient client)
    {
        lock (_gate)
        {
            _count--;
            foreach (var counted in CountedFor(client))
            {
                if (_open[counted] == 1) _open.Remove(counted);
                else _open[counted]--;
            }
        }
    }

    int Open(string counted) => _open.GetValueOrDefault(counted);

    static string[] CountedFor(LegacyClient client) => [client.Who.Owner, From(client)];

    static string From(LegacyClient client) => $"from {client.Address}";   // no owner begins so
}
