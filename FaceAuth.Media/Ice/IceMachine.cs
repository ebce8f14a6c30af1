using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>What both kinds of ICE agent share: answering checks, the bounded list of validated pairs and consent.</summary>
/// <remarks>
/// Does no IO and reads no clock: hand it datagrams and the time, then <see cref="Poll"/> until it returns 0, then drain
/// <see cref="TryTakeChange"/>; come back at <see cref="Deadline"/>. One owner, no locks.
/// </remarks>
internal abstract class IceMachine(IceCredentials local, IceCredentials remote, IceOptions options, TimeSpan now)
{
    const int BadRequest = 400, Unauthorized = 401, UnknownAttribute = 420, RoleConflict = 487;

    // longer than packets of a way just left still arrive behind a choice, far shorter than a browser needs to choose
    static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    readonly TimeSpan _connectBy = now + options.ConnectTimeout;
    IceGeneration _current = new(local, remote);
    IceGeneration? _pending;
    IceCredentials _answerWith = local;
    readonly ValidPairs _pairs = new(options.MaxPairs);
    readonly long[] _discarded = new long[Enum.GetValues<IceDiscard>().Length];
    readonly byte[] _transaction = new byte[12];
    readonly ushort[] _unknown = new ushort[4];
    CandidatePair _answerTo;
    int _unknownCount;
    int? _answer;   // 0 is success
    TimeSpan _consentUntil;
    TimeSpan _heardAt;   // on the selected pair

    /// <summary>How far the agent is; the last two states are final.</summary>
    internal IceState State { get; private set; }

    /// <summary>The pair to send on; meaningless before the first one is valid.</summary>
    internal CandidatePair Selected
    {
        get;
        private set
        {
            if (field != value) SelectedChanges++;
            field = value;
        }
    }

    /// <summary>How often <see cref="Selected"/> changed.</summary>
    internal long SelectedChanges { get; private set; }

    /// <summary>Good checks that came.</summary>
    internal long RequestsReceived { get; private set; }

    /// <summary>Answers to checks that were sent, errors too.</summary>
    internal long ResponsesSent { get; private set; }

    /// <summary>Whether the controlling side has chosen <see cref="Selected"/>.</summary>
    internal bool IsNominated { get; private set; }

    /// <summary>When to call <see cref="Poll"/> next, on the same clock as every <c>now</c>.</summary>
    internal virtual TimeSpan Deadline => State switch
    {
        IceState.Checking => _connectBy,
        IceState.Connected => _consentUntil < _pairs.NextExpiry ? _consentUntil : _pairs.NextExpiry,
        _ => TimeSpan.MaxValue,
    };

    protected IceCredentials Local => _current.Local;

    protected IceCredentials Remote => _current.Remote;

    protected IceOptions Options => options;

    protected bool IsOver => State is IceState.NeverConnected or IceState.ConsentExpired;

    /// <summary>The attribute by which the other side claims our own role.</summary>
    protected abstract StunAttribute ConflictingRole { get; }

    /// <summary>How many messages were not used for <paramref name="reason"/>.</summary>
    internal long Discarded(IceDiscard reason) => _discarded[(int)reason];

    /// <summary>Whether a valid check came from this pair lately: only then may data be taken from it.</summary>
    internal bool IsValid(CandidatePair pair) => _pairs.Contains(pair);

    /// <summary>The next pair that became valid or expired, so that a router can follow.</summary>
    internal bool TryTakeChange(out CandidatePair pair, out bool added) => _pairs.TryTakeChange(out pair, out added);

    /// <summary>Our username fragment that checks are made with now.</summary>
    internal string UsernameFragment => _current.Local.UsernameFragment;

    /// <summary>Our username fragment of a restart that no check has confirmed yet; null when there is none.</summary>
    internal string? PendingFragment => _pending?.Local.UsernameFragment;

    /// <summary>
    /// An ICE restart (RFC 8445 §9): checks made with these credentials are taken too, and the first of them makes the old ones worthless.
    /// </summary>
    /// <remarks>
    /// Until then, and while no other pair is chosen, data goes on where it went (§9: media continues). A restart that nobody confirmed is
    /// replaced by the next.
    /// </remarks>
    internal void Restart(IceCredentials newLocal, IceCredentials newRemote)
    {
        if (!IsOver) _pending = new IceGeneration(newLocal, newRemote);
    }

    /// <summary>The way of this pair is closed (a TCP connection has ended): another valid pair is sent to.</summary>
    /// <remarks>Without one, consent ends soon, unless a check comes by another way.</remarks>
    internal void Forget(CandidatePair pair, TimeSpan now)
    {
        _pairs.Remove(pair);
        if (!_pairs.TryGetFreshest(out var other))
            _consentUntil = TimeSpan.FromTicks(Math.Min(_consentUntil.Ticks, (now + options.ReturnTimeout).Ticks));
        else if (pair == Selected) (Selected, IsNominated) = (other, false);
    }

    /// <summary>Takes one STUN datagram. Never throws for its content.</summary>
    internal void HandleStun(ReadOnlySpan<byte> datagram, CandidatePair from, TimeSpan now)
    {
        if (IsOver) return;
        if (!StunMessage.TryRead(datagram, out var message) || !message.HasFingerprint)   // RFC 8445 §7.1 and §7.3 demand it
        {
            Count(IceDiscard.Malformed);
            return;
        }

        switch (message.Class)
        {
            case StunClass.Request:
                HandleRequest(message, from, now);
                break;
            case StunClass.Success or StunClass.Error:
                HandleResponse(message, from, now);
                break;
        }
    }

    /// <summary>DTLS or media came on a pair, authenticated where there are keys.</summary>
    /// <remarks>
    /// Before a nomination a valid pair with data is the one that the other side uses, and so it is when the chosen one has fallen silent:
    /// a browser whose network goes moves its media at once, but nominates with its next check, up to 3 s later (seen in Chromium 156), and
    /// until it hears us there it cannot send a whole picture.
    /// </remarks>
    internal void HandleData(CandidatePair from, TimeSpan now)
    {
        if (from != Selected)
        {
            if (IsOver || !IsValid(from) || (IsNominated && now - _heardAt < Silence)) return;
            (Selected, IsNominated) = (from, false);
        }

        _heardAt = now;
    }

    /// <summary>Writes the next datagram to send, at least 256 bytes of room; 0 when there is none.</summary>
    internal virtual int Poll(TimeSpan now, Span<byte> datagram, out CandidatePair to)
    {
        to = _answerTo;
        if (IsOver) return 0;
        if (State == IceState.Checking && now >= _connectBy) State = IceState.NeverConnected;
        if (State == IceState.Connected)
        {
            _pairs.Expire(now);
            if (now >= _consentUntil) State = IceState.ConsentExpired;
        }

        if (IsOver || _answer is not { } code) return 0;
        _answer = null;
        ResponsesSent++;
        return WriteAnswer(code, datagram);
    }

    /// <summary>A response to one of our own checks.</summary>
    protected virtual void HandleResponse(StunMessage message, CandidatePair from, TimeSpan now) =>
        Count(IceDiscard.UnexpectedResponse);

    protected void Count(IceDiscard reason) => _discarded[(int)reason]++;

    /// <summary>A check was authenticated: the pair is valid and consent begins anew.</summary>
    protected void Validate(CandidatePair pair, TimeSpan now)
    {
        State = IceState.Connected;
        if (!IsValid(Selected)) (Selected, IsNominated) = (pair, false);
        if (pair == Selected) _heardAt = now;
        _consentUntil = now + options.ConsentTimeout;
        _pairs.Refresh(pair, now + options.ConsentTimeout, Selected);
    }

    /// <summary>The pair was chosen; a later choice replaces it.</summary>
    protected void Nominate(CandidatePair pair, TimeSpan now) => (Selected, IsNominated, _heardAt) = (pair, true, now);

    void HandleRequest(StunMessage message, CandidatePair from, TimeSpan now)
    {
        message.TransactionId.CopyTo(_transaction);
        _answerTo = from;
        _answer = Check(message);
        if (_answer != 0) return;
        RequestsReceived++;
        Validate(from, now);
        if (message.UseCandidate && ConflictingRole == StunAttribute.IceControlled) Nominate(from, now);
    }

    /// <summary>RFC 8445 §7.3, RFC 8489 §9.1.3: 0 when the request is good, else the error to answer.</summary>
    int Check(StunMessage message)
    {
        if (message.Username.IsEmpty || !message.HasIntegrity) return Refuse(IceDiscard.BadRequest, BadRequest);
        if (!IsAuthentic(message)) return Refuse(IceDiscard.Unauthorized, Unauthorized);
        _unknownCount = message.CopyUnknownRequired(_unknown);
        if (_unknownCount > 0) return Refuse(IceDiscard.UnknownAttribute, UnknownAttribute);
        return message.TryGetTieBreaker(ConflictingRole, out _) ? Refuse(IceDiscard.RoleConflict, RoleConflict) : 0;
    }

    /// <summary>Whether a check was made with the current credentials or with those of a restart.</summary>
    /// <remarks>Those then become the current ones.</remarks>
    bool IsAuthentic(StunMessage message)
    {
        _answerWith = _current.Local;
        if (_current.Made(message)) return true;
        if (_pending is not { } pending || !pending.Made(message)) return false;
        (_current, _pending, IsNominated) = (pending, null, false);
        _answerWith = _current.Local;
        return true;
    }

    int Refuse(IceDiscard reason, int code)
    {
        Count(reason);
        return code;
    }

    int WriteAnswer(int code, Span<byte> datagram)
    {
        var writer = new StunWriter(datagram, code == 0 ? StunClass.Success : StunClass.Error, _transaction);
        if (code == 0) writer.AddXorMappedAddress(_answerTo.Remote);
        else writer.AddErrorCode(code);
        if (code == UnknownAttribute) writer.AddUnknownAttributes(_unknown.AsSpan(0, _unknownCount));
        if (code is 0 or UnknownAttribute or RoleConflict) writer.AddIntegrity(_answerWith.PasswordBytes);
        writer.AddFingerprint();
        return writer.Length;
    }
}
