using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>The offering side's agent, full and controlling (RFC 8445 §6–8).</summary>
/// <remarks>
/// Checks the answer's candidates by priority, a check every 50 ms, each repeated with doubling pauses; nominates the first pair that
/// answers; then asks for consent about every five seconds (RFC 7675 §5.1). A 487 fails that pair: our server is lite and never claims
/// the role.
/// </remarks>
internal sealed class IceControllingMachine : IceMachine
{
    /// <summary>Most candidates of one answer that are tried.</summary>
    internal const int MaxCandidates = 16;

    static readonly TimeSpan Pacing = TimeSpan.FromMilliseconds(50);      // Ta, RFC 8445 §14.2
    static readonly TimeSpan FirstTimeout = TimeSpan.FromMilliseconds(500);   // RTO, RFC 8445 §14.3
    const int Tries = 7;   // Rc, RFC 8489 §6.2.1

    readonly Random _random;
    readonly byte[] _username;
    readonly ulong _tieBreaker;
    readonly Check[] _checks;
    readonly Check _consent;
    TimeSpan _nextSend;
    TimeSpan _consentAt = TimeSpan.MaxValue;
    Check? _nominee;

    internal IceControllingMachine(
        IceCredentials local, IceCredentials remote, IEnumerable<IceCandidate> candidates, int socket, IceOptions options, Random random,
        TimeSpan now)
        : base(local, remote, options, now)
    {
        _random = random;
        _tieBreaker = (ulong)random.NextInt64();
        _username = [.. remote.FragmentBytes, (byte)':', .. local.FragmentBytes];
        _checks = [.. candidates.OrderByDescending(candidate => candidate.Priority).Take(MaxCandidates)
            .Select(candidate => new Check(new CandidatePair(socket, candidate.Address)) { DueAt = now })];
        _consent = new Check(default);
        _nextSend = now;
    }

    /// <inheritdoc/>
    internal override TimeSpan Deadline
    {
        get
        {
            if (IsOver) return TimeSpan.MaxValue;
            var due = _consentAt;
            if (!IsNominated)
            {
                foreach (var check in _checks)
                {
                    if (check.DueAt < due && MayRun(check)) due = check.DueAt;
                }

                if (due < _nextSend) due = _nextSend;
            }

            return due < base.Deadline ? due : base.Deadline;
        }
    }

    /// <inheritdoc/>
    protected override StunAttribute ConflictingRole => StunAttribute.IceControlling;

    /// <inheritdoc/>
    internal override int Poll(TimeSpan now, Span<byte> datagram, out CandidatePair to)
    {
        var answer = base.Poll(now, datagram, out to);
        if (answer > 0 || IsOver) return answer;
        if (now >= _consentAt)
        {
            _consentAt = now + Options.ConsentInterval * (0.8 + 0.4 * _random.NextDouble());
            _consent.Pair = Selected;
            _consent.Begin(_random);   // each consent check is a transaction of its own, never repeated
            to = Selected;
            return Write(_consent, false, datagram);
        }

        if (IsNominated || now < _nextSend) return 0;
        foreach (var check in _checks)
        {
            if (now < check.DueAt || !MayRun(check)) continue;
            if (check.Sent == 0) check.Begin(_random);
            check.DueAt = ++check.Sent >= Tries ? TimeSpan.MaxValue : now + FirstTimeout * (1 << (check.Sent - 1));
            _nextSend = now + Pacing;
            to = check.Pair;
            return Write(check, check == _nominee, datagram);
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void HandleResponse(StunMessage message, CandidatePair from, TimeSpan now)
    {
        var check = Find(message.TransactionId);
        if (check is null || from != check.Pair || !message.VerifyIntegrity(Remote.PasswordBytes))
        {
            Count(IceDiscard.UnexpectedResponse);
            return;
        }

        check.End();
        if (message.Class == StunClass.Error)
        {
            if (check == _nominee) _nominee = null;   // the pair has failed: the others go on
            return;
        }

        Validate(from, now);
        if (check == _consent || IsNominated) return;
        if (check == _nominee)
        {
            Nominate(from, now);
            _consentAt = now + Options.ConsentInterval * (0.8 + 0.4 * _random.NextDouble());
        }
        else if (_nominee is null)
        {
            _nominee = check;
            (check.Sent, check.DueAt, _nextSend) = (0, now, now);
        }
    }

    bool MayRun(Check check) => _nominee is null || check == _nominee;

    Check? Find(ReadOnlySpan<byte> transaction)
    {
        if (_consent.Is(transaction)) return _consent;
        foreach (var check in _checks)
        {
            if (check.Is(transaction)) return check;
        }

        return null;
    }

    int Write(Check check, bool useCandidate, Span<byte> datagram)
    {
        var writer = new StunWriter(datagram, StunClass.Request, check.Transaction);
        writer.AddUsername(_username);
        writer.AddTieBreaker(StunAttribute.IceControlling, _tieBreaker);
        if (useCandidate) writer.AddUseCandidate();
        writer.AddPriority(IceCandidate.CheckPriority);
        writer.AddIntegrity(Remote.PasswordBytes);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>One check and its transaction.</summary>
    sealed class Check(CandidatePair pair)
    {
        readonly byte[] _transaction = new byte[12];
        bool _open;

        internal CandidatePair Pair { get; set; } = pair;

        internal TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;

        internal int Sent { get; set; }

        internal ReadOnlySpan<byte> Transaction => _transaction;

        internal void Begin(Random random)
        {
            random.NextBytes(_transaction);
            _open = true;
        }

        internal void End() => (_open, DueAt) = (false, TimeSpan.MaxValue);

        internal bool Is(ReadOnlySpan<byte> transaction) => _open && transaction.SequenceEqual(_transaction);
    }
}
