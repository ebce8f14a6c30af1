using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>One client on <c>/ws/face-recognition</c>: messages in, sessions of single pictures behind them, messages out.</summary>
internal sealed class FaceSocket(
    LegacyClient client, LegacySocket socket, LegacySessions sessions, LegacyOptions options, CancellationTokenSource idle,
    TimeProvider time)
{
    /// <summary>Pictures that follow a refusal sooner were on their way before it, and are no new try.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <summary>Bytes up to which a message is read at any pace: there is no picture in it.</summary>
    const int Unpaced = 16 * 1024;

    // of an enrolment and an authentication side by side
    readonly PicturePace _pace = new(2 * options.PicturesPerSecond);

    readonly Dictionary<SessionPurpose, LegacySession> _current = [];
    readonly Dictionary<SessionPurpose, string?> _named = [];   // whom the client said that the current ones are about
    readonly Dictionary<SessionPurpose, TimeSpan> _refusedAt = [];
    TimeSpan? _toldAt;

    /// <summary>Until the client goes, or is sent away.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await socket.ReceiveAsync(message => HandleAsync(message, cancellation), cancellation))
            {
            }
        }
        finally
        {
            foreach (var session in _current.Values) session.Leave();
        }
    }

    /// <summary>Whether to go on.</summary>
    async Task<bool> HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        // a picture that would not be looked at is not even taken out of its text: that costs more than sending it
        if (message.Length > Unpaced && !_pace.TryTake(time.GetElapsedTime(0))) return true;
        if (LegacyFields.Read(message, options.MaxPictureBytes) is not { } fields)
        {
            Tell("error", EndRefusals.BadMessage);
            return false;
        }

        if (client.IsOver(time.GetUtcNow()) && !_current.Values.Any(session => session.IsRunning))
        {
            Tell("error", Refusals.TokenExpired);
            return false;
        }

        switch (fields.Text("type"))
        {
            case "start_enrollment":
                if (await StartAsync(SessionPurpose.Enroll, fields, cancellation) is { } started)
                    socket.Say(new("enrollment_started") { SessionId = started.Record.Id, Status = "in_progress", Progress = 0 });
                return true;
            case "process_frame" when PurposeOf(fields) is { } purpose:
                await TakeAsync(purpose, fields, cancellation);
                return true;
            case "process_frame":
                TellNow(Refusals.BadRequest.With("Set session_type to enrollment or authentication."));
                return true;
            default:
                return true;   // of a later version
        }
    }

    static SessionPurpose? PurposeOf(LegacyFields fields) => fields.Text("session_type") switch
    {
        "enrollment" => SessionPurpose.Enroll,
        "authentication" => SessionPurpose.Verify,
        _ => null,
    };

    async Task TakeAsync(SessionPurpose purpose, LegacyFields fields, CancellationToken cancellation)
    {
        // what a canvas writes before its camera has a picture is none, and begins nothing
        if (fields.Picture is not { } file)
        {
            TellNow(PictureRefusals.NotAPicture);
            return;
        }

        var session = _current.GetValueOrDefault(purpose);
        if (session is null || IsAnothers(purpose, fields) || !session.TakesPictures())
        {
            if (IsTail(purpose)) return;
            session = await StartAsync(purpose, fields, cancellation);
            if (session is null) return;
        }

        var wrong = await session.OfferAsync(file, client.Address, cancellation);
        if (!session.IsOver) idle.CancelAfter(options.SocketIdle);
        if (wrong is not null && wrong.Code != Refusals.TooManyRequests.Code && !session.IsOver) TellNow(wrong);
    }

    async Task<LegacySession?> StartAsync(SessionPurpose purpose, LegacyFields fields, CancellationToken cancellation)
    {
        var wish = new LegacyWish(purpose, fields.Text("user_id"), fields.Text("consent_version"));
        Outcome<LegacySession> started = await client.WhyNotAsync(time.GetUtcNow(), cancellation) is { } over
            ? over : await sessions.StartAsync(client.Who, wish, client.Address, socket.Say, cancellation);
        if (started.TryGet(out var session, out var refusal))
        {
            _refusedAt.Remove(purpose);
            _current.GetValueOrDefault(purpose)?.Leave();   // one person at a time
            (_current[purpose], _named[purpose]) = (session, wish.UserId);
            idle.CancelAfter(options.SocketIdle);
            return session;
        }

        _refusedAt[purpose] = time.GetElapsedTime(0);
        socket.Say(new(purpose == SessionPurpose.Enroll ? "enrollment_failed" : "authentication_result")
        {
            Status = "failed",
            Code = refusal.Code,
            Text = refusal.Text,
            Result = new(false, "error", [], Error: refusal.Code, Message: refusal.Text),
        });
        return null;
    }

    /// <summary>Whether a relying party's picture is of another subject than the session that goes on.</summary>
    bool IsAnothers(SessionPurpose purpose, LegacyFields fields) =>
        client.Who.IsRelyingParty && fields.Text("user_id") is { } named && named != _named.GetValueOrDefault(purpose);

    bool IsTail(SessionPurpose purpose)
    {
        if (!_refusedAt.TryGetValue(purpose, out var refused)) return false;
        var now = time.GetElapsedTime(0);
        if (now - refused > Quiet) return false;
        _refusedAt[purpose] = now;
        return true;
    }

    void TellNow(Refusal refusal)
    {
        var now = time.GetElapsedTime(0);
        if (now - _toldAt < TellEvery) return;
        _toldAt = now;
        Tell("frame_rejected", refusal);
    }

    void Tell(string type, Refusal refusal) => socket.Say(new(type) { Code = refusal.Code, Text = refusal.Text });

    /// <summary>Where it is.</summary>
    public static Task ServeAsync(
        HttpContext context, LegacySockets sockets, LegacySessions sessions, LegacyOptions options, TimeProvider time) =>
        sockets.AcceptAsync(
            context, PictureData.MostAsText(options.MaxPictureBytes),
            (client, socket, idle, end) => new FaceSocket(client, socket, sessions, options, idle, time).RunAsync(end));
}
