using System.Security.Cryptography;
using System.Threading.Channels;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What all sessions of single pictures share.</summary>
/// <param name="Opener">Opens sessions, these as any.</param>
/// <param name="Decoder">Decodes pictures, a few at a time.</param>
/// <param name="Options">Bounds.</param>
/// <param name="Time">The host's one clock.</param>
internal sealed record LegacySessionContext(SessionOpener Opener, PictureDecoder Decoder, LegacyOptions Options, TimeProvider Time);

/// <summary>One session whose pictures come one by one: it is opened with the first that can be read.</summary>
/// <remarks>Until then it takes no place from anybody. Safe from many threads.</remarks>
/// <param name="record">The session as it is stored.</param>
/// <param name="peer">Takes its pictures; who supervises the session disposes it.</param>
/// <param name="context">What all share.</param>
internal sealed class LegacySession(SessionRecord record, PicturePeer peer, LegacySessionContext context)
{
    const int MostFlawed = 100;
    const int MostUnheard = 64;

    /// <summary>Pictures that follow the end sooner were on their way before it, and begin no other session.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>After these the session can be opened by a later picture.</summary>
    static readonly HashSet<string> Passing =
    [
        Refusals.Busy.Code, Refusals.TooManySessions.Code, Refusals.RelyingPartyBusy.Code, Refusals.AddressBusy.Code,
        Refusals.TooManyAttempts.Code, Refusals.NotReady.Code, Refusals.ServerStopping.Code,
    ];

    readonly Lock _gate = new();
    readonly LegacyTranslator _translator = new(record);
    readonly PicturePace _pace = new(context.Options.PicturesPerSecond);
    TimeSpan _lastAt = context.Time.GetElapsedTime(0);
    TimeSpan? _endedAt;
    int _flawed;
    bool _isBusy;
    volatile bool _isOpen;

    /// <summary>The session as it is stored.</summary>
    public SessionRecord Record => record;

    /// <summary>How it stands.</summary>
    public LegacyView View => _translator.View;

    /// <summary>Hears what the session says, in order, on whatever thread, and is quick about it; set before the first picture.</summary>
    public Action<LegacyMessage>? Hears { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => View.Result is not null;

    /// <summary>Whether it has pictures and goes on.</summary>
    public bool IsRunning => _isOpen && !IsOver;

    /// <summary>Whether it may be forgotten at <paramref name="now"/>, where how it ended is kept for <paramref name="kept"/>.</summary>
    public bool IsStale(TimeSpan now, TimeSpan kept)
    {
        lock (_gate)
            return _endedAt is { } ended ? now - ended > kept : !_isOpen && context.Time.GetUtcNow() > record.ExpiresAt;
    }

    /// <summary>Whether a picture that comes now belongs to it, or would begin another.</summary>
    public bool TakesPictures()
    {
        lock (_gate)
        {
            var now = context.Time.GetElapsedTime(0);
            var isLate = _endedAt is not null && now - (_lastAt > _endedAt ? _lastAt : _endedAt) > Quiet;
            if (!isLate) _lastAt = now;
            return !isLate;
        }
    }

    /// <summary>Takes a picture in; says what was wrong with it, null for nothing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The client's address, for the bounds on its sessions.</param>
    /// <param name="cancellation">Ends the waiting for its turn.</param>
    public async Task<Refusal?> OfferAsync(byte[] file, string? address, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_endedAt is not null || _isBusy) return null;   // one at a time; another comes soon
            if (!_pace.TryTake(context.Time.GetElapsedTime(0))) return Refusals.TooManyRequests;
            _isBusy = true;
        }

        try
        {
            // before the session is opened: an attempt is counted from there on, and what cannot be looked at is none
            if (await context.Decoder.DecodeAsync(file, cancellation) is var decoded && !decoded.TryGet(out var frame, out var flaw))
            {
                if (++_flawed >= MostFlawed) Leave(PictureRefusals.NotAPicture);
                return flaw;
            }

            var isOpened = false;
            try
            {
                if (await OpenAsync(address) is { } refusal) return refusal;
                isOpened = true;
            }
            finally
            {
                if (!isOpened) frame.Dispose();
            }

            peer.TryOffer(frame);   // one that has ended has told its client
            return null;
        }
        finally
        {
            lock (_gate) _isBusy = false;
        }
    }

    /// <summary>Answers the offer of a client that sends video; once.</summary>
    /// <param name="sdp">The offer.</param>
    /// <param name="address">The client's address.</param>
    /// <returns>The answer's SDP.</returns>
    public async Task<Outcome<string>> AnswerAsync(string sdp, string? address)
    {
        var said = Channel.CreateBounded<byte[]>(MostUnheard);
        var answered = await context.Opener.OpenAsync(NewOffer(sdp, address) with { Said = said.Writer }, CancellationToken.None);
        if (answered.TryGet(out _, out var refusal))
        {
            _isOpen = true;
            _ = HearAsync(said.Reader);
        }
        else End(refusal);

        return answered;
    }

    /// <summary>The client has gone, or wants another session in place of this one.</summary>
    public void Leave() => Leave(EndRefusals.Left);

    // the session itself ends as left, and says nothing more to who has gone
    void Leave(Refusal why)
    {
        End(why);
        peer.Leave();
    }

    async Task<Refusal?> OpenAsync(string? address)
    {
        if (_isOpen || IsOver) return null;
        var opened = await context.Opener.OpenAsync(NewOffer("", address) with { Pictures = peer }, CancellationToken.None);
        if (opened.TryGet(out _, out var refusal))
        {
            _isOpen = true;
            _ = HearAsync(peer.Said);
        }
        else if (!Passing.Contains(refusal.Code)) End(refusal);

        return refusal;
    }

    // nobody else has the token, so that nobody comes back by it; and no hub connection has that id
    SessionOffer NewOffer(string sdp, string? address) => new(
        new(record.Id, Convert.ToHexString(RandomNumberGenerator.GetBytes(16))), sdp, $"legacy {record.Id}", address);

    async Task HearAsync(ChannelReader<byte[]> from)
    {
        try
        {
            await foreach (var said in from.ReadAllAsync()) Tell(() => _translator.Handle(said));
        }
        finally
        {
            End(Refusals.SessionEnded);   // unless it said how it ended
        }
    }

    void End(Refusal why) => Tell(() => _translator.End(why));

    void Tell(Func<IEnumerable<LegacyMessage>> translate)
    {
        lock (_gate)   // so that messages keep their order
        {
            var messages = translate();
            if (IsOver) _endedAt ??= context.Time.GetElapsedTime(0);
            foreach (var message in messages) Hears?.Invoke(message);
        }
    }
}
