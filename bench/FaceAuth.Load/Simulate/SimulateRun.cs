using System.Security.Cryptography;
using FaceAuth.Load.Clips;
using FaceAuth.Media.Contracts;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Load.Simulate;

/// <summary>One session from its creation to its verdict, as a browser would live it.</summary>
internal sealed class SimulateRun(
    SimulateSettings settings, ServerApi server, Func<Uri, string, CancellationToken, Task<SessionHub>> connect,
    Func<IMediaClient> createClient, ISimulateOutput output, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);   // for the hub to say why the connection ended

    readonly SentPictures _sent = new();
    TimeSpan _offeredAt;

    TimeSpan Now => clock.GetElapsedTime(0);

    TimeSpan SinceOffer => Now - _offeredAt;

    /// <summary>Runs it.</summary>
    /// <returns>Whether the person was accepted.</returns>
    /// <exception cref="ClipException">The clip cannot be played.</exception>
    /// <exception cref="SimulateException">There is no verdict, or none that can be believed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using var clip = await ClipSource.OpenAsync(settings.Clip, cancellation: cancellation);
        await server.SignInAsync(settings, cancellation);
        var nonce = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(18));
        var session = await server.CreateSessionAsync(settings, nonce, cancellation);
        output.Begin(settings, clip.Size, session.Id);

        await using var hub = await connect(ServerApi.Below(settings.Server, session.Hub), session.Token, cancellation);
        await using var client = createClient();
        using var timeout = new CancellationTokenSource(settings.Timeout, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            var statistics = new SimulateStatistics(_sent);
            var answer = await OfferAsync(hub, client, statistics, limit.Token);
            var check = new VerdictCheck(
                session.Id, nonce, settings.Purpose, VerdictCheck.FingerprintIn(client.OfferSdp), VerdictCheck.FingerprintIn(answer));
            var verdict = await FollowAsync(clip, hub, client, statistics, limit.Token);
            var decidedAt = SinceOffer;
            await BelieveAsync(verdict, check, cancellation);

            output.Verdict(decidedAt, verdict with { Subject = VerdictCheck.SubjectOf(verdict.Jws) });
            if (settings.Report) output.Report(statistics.Write());
            return verdict.Accepted;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new SimulateException(
                $"No verdict within {settings.Timeout.TotalSeconds:0.#} s. Give it longer with --timeout, or look at the guidance above.");
        }
        finally
        {
            client.TrySend("""{"type":"bye"}"""u8);
        }
    }

    async Task<string> OfferAsync(SessionHub hub, IMediaClient client, SimulateStatistics statistics, CancellationToken cancellation)
    {
        _offeredAt = Now;
        statistics.HandleOffer(_offeredAt);
        var answer = await hub.OfferAsync(client.OfferSdp, cancellation);
        statistics.HandleAnswer(Now);
        output.Step(SinceOffer, SimulateStep.Answered);
        try
        {
            client.Accept(answer);
            return answer;
        }
        catch (FormatException e)
        {
            throw new SimulateException($"The server's answer cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Plays and listens until the server decides.</summary>
    async Task<SimulateVerdict> FollowAsync(
        ClipSource clip, SessionHub hub, IMediaClient client, SimulateStatistics statistics, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task? playing = null;
        try
        {
            while (true)
            {
                var waiting = client.Events.WaitToReadAsync(cancellation).AsTask();
                await Task.WhenAny([waiting, hub.Ended, .. playing is null ? (Task[])[] : [playing]]);
                while (client.Events.TryRead(out var happened))
                {
                    if (happened is PeerEvent.Connected) playing = PlayAsync(clip, client, stop.Token);
                    if (Handle(happened, client, statistics) is { } verdict) return verdict;
                    if (happened is PeerEvent.Ended ended) throw await ExplainAsync(ended.Reason, hub, cancellation);
                }

                if (hub.Ended.IsCompletedSuccessfully) throw Over((await hub.Ended).Text, (await hub.Ended).Code);
                if (waiting.IsCompleted) await waiting;   // when it was cancelled
                if (playing is { IsCompleted: true })
                {
                    await playing;
                    output.Step(SinceOffer, SimulateStep.ClipEnded);
                    playing = null;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            if (playing is not null) await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    Task PlayAsync(ClipSource clip, IMediaClient client, CancellationToken cancellation) =>
        Task.Run(() => new PicturePlayer(clip.Pictures, client, _sent, clock).RunAsync(cancellation), cancellation);

    SimulateVerdict? Handle(PeerEvent happened, IMediaClient client, SimulateStatistics statistics)
    {
        switch (happened)
        {
            case PeerEvent.Connected:
                statistics.HandleConnected(Now);
                output.Step(SinceOffer, SimulateStep.Connected);
                return null;
            case PeerEvent.ChannelOpen:
                statistics.HandleChannelOpen(Now);
                output.Step(SinceOffer, SimulateStep.ChannelOpen);
                client.TrySend("""{"type":"ready"}"""u8);
                if (settings.Report) client.TrySend("""{"type":"stats","every":"frame"}"""u8);
                return null;
            case PeerEvent.Message message when ServerMessage.TryRead(message.Utf8, out var said):
                return Handle(said, statistics);
            default:
                return null;
        }
    }

    SimulateVerdict? Handle(in ServerMessage message, SimulateStatistics statistics)
    {
        if (message.Type == "stats") statistics.HandleStats(message, Now);
        output.Message(SinceOffer, message);
        if (message.Type == "error") throw Over(message.Text("text") ?? "It gives no reason.", message.Text("code"));
        if (message.Type != "result") return null;

        statistics.HandleEnd(Now);
        var reasons = message.Part("reasons") is { ValueKind: System.Text.Json.JsonValueKind.Array } list
            ? list.EnumerateArray().Select(reason => reason.ToString()).ToArray() : [];
        var isAccepted = message.Part("accepted") is { ValueKind: System.Text.Json.JsonValueKind.True };
        return new(isAccepted, reasons, message.Text("verdict") ?? "");
    }

    async Task BelieveAsync(SimulateVerdict verdict, VerdictCheck check, CancellationToken cancellation)
    {
        var keys = await server.GetKeysAsync(cancellation);
        if (await check.FindFaultAsync(verdict.Jws, verdict.Accepted, keys) is { } fault)
            throw new SimulateException(
                $"The verdict cannot be believed: {fault}. Something between here and the server changes what passes.");
    }

    /// <summary>Why the connection ended; the hub knows more than the connection.</summary>
    async Task<SimulateException> ExplainAsync(PeerEnd reason, SessionHub hub, CancellationToken cancellation)
    {
        try
        {
            var ended = await hub.Ended.WaitAsync(Patience, clock, cancellation);
            return Over(ended.Text, ended.Code);
        }
        catch (TimeoutException)
        {
            return Over(reason switch
            {
                PeerEnd.NeverConnected => "The server's UDP port could not be reached. Check firewall and network.",
                PeerEnd.ConsentExpired => "The connection was lost. Check the network; is the server still running?",
                PeerEnd.HandshakeFailed => "The encrypted connection could not be set up. Look at the server's log.",
                PeerEnd.FingerprintMismatch =>
                    "The server's certificate is not the one its answer promised: something on the way changed the answer.",
                _ => "The server closed the connection. Look at its log.",
            });
        }
    }

    static SimulateException Over(string text, string? code = null) => new($"The session ended without a decision: {text}") { Code = code };
}
