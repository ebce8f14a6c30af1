using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Translates between the pipeline's events and the browser's data channel.</summary>
/// <remarks>
/// Keeps what was last said, so that a page that opens its channel late, or says <c>ready</c>, learns how things stand. One caller at a
/// time.
/// </remarks>
internal sealed class SessionRelay(
    SessionRecord session, IMediaPeer peer, IAuthRun run, IReadOnlyList<string> models, SignalingOptions options, TimeProvider time)
    : IDisposable
{
    readonly ChannelWriter _channel = new(peer);
    bool _isOpen;
    int _messages;
    TimeSpan? _firstPicture;
    AuthEvent.Guidance? _guidance;
    AuthEvent.Progress? _progress;
    AuthEvent.Challenge? _challenge;
    TimeSpan _challengeLapses;

    /// <summary>Takes in what happened to the connection; returns why the session must end, or null.</summary>
    public Refusal? Handle(PeerEvent happened)
    {
        switch (happened)
        {
            case PeerEvent.ChannelOpen:
                _isOpen = true;
                SayHello();
                SayState();
                return null;
            case PeerEvent.FirstPicture picture:
                _firstPicture = picture.SinceOffer;
                return null;
            case PeerEvent.Message message:
                return Handle(message);
            case PeerEvent.Ended ended:
                _isOpen = false;
                return SessionEnd.Of(ended.Reason);
            default:
                return null;
        }
    }

    /// <summary>Takes in what the pipeline says; returns the decision when it is one.</summary>
    public AuthDecision? Handle(AuthEvent said)
    {
        switch (said)
        {
            case AuthEvent.Guidance guidance:
                _guidance = guidance;
                if (_isOpen) Say(guidance);
                return null;
            case AuthEvent.Progress progress:
                _progress = progress;
                if (_isOpen) Say(progress);
                return null;
            case AuthEvent.Challenge challenge:
                (_challenge, _challengeLapses) = (challenge, Now + challenge.TimeLeft);
                if (_isOpen) Say(challenge);
                return null;
            case AuthEvent.ChallengeOver over:
                _challenge = null;
                if (_isOpen) _channel.Send(new(over.Answered), ChannelJson.Default.ChallengeOverMessage);
                return null;
            case AuthEvent.Light light:
                if (_isOpen) _channel.Send(LightMessages.For(light.Plan), ChannelJson.Default.LightMessage);
                return null;
            case AuthEvent.Analysed analysed:
                if (_isOpen) SayStats(analysed.Report);
                return null;
            case AuthEvent.Decided decided:
                return decided.Decision;
            default:
                return null;
        }
    }

    /// <summary>Sends the decision; false when the browser cannot get it any more.</summary>
    public bool SendResult(AuthDecision decision, string verdict) => _isOpen && _channel.Send(
        new(decision.Accepted, [.. decision.Reasons.Select(Wire.Name)], verdict), ChannelJson.Default.ResultMessage);

    /// <summary>Sends why there is no decision; false when the browser cannot get it any more.</summary>
    public bool SendError(Refusal why) => _isOpen && _channel.Send(new(why.Code, why.Text), ChannelJson.Default.ErrorMessage);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    TimeSpan Now => time.GetElapsedTime(0);

    Refusal? Handle(PeerEvent.Message message)
    {
        if (++_messages > options.MaxMessages || message.Utf8.Length > options.MaxMessageBytes || !message.IsText)
            return EndRefusals.BadMessage;
        switch (PeerMessageReader.Read(message.Utf8.Span))
        {
            case PeerMessage.Bad:
                return EndRefusals.BadMessage;
            case PeerMessage.Bye:
                return EndRefusals.Left;
            case PeerMessage.Ready:
                SayState();
                return null;
            case PeerMessage.CameraClear:
                run.Tell(new(SignalKind.CameraProbe, SignalState.Clear));
                return null;
            case PeerMessage.CameraDoubted:
                run.Tell(new(SignalKind.CameraProbe, SignalState.Raised));
                return null;
            case PeerMessage.Stats:
                SayStats(null);
                return null;
            case PeerMessage.StatsEveryFrame:
                run.ReportsEveryPicture = true;
                SayStats(null);
                return null;
            default:
                return null;
        }
    }

    void SayHello() => _channel.Send(
        new(session.Id, Wire.Name(session.Purpose), session.Policy, models,
            new(options.MaxMessageBytes, (int)options.TimeLimit.TotalSeconds)),
        ChannelJson.Default.HelloMessage);

    void SayState()
    {
        if (_guidance is not null) Say(_guidance);
        if (_progress is not null) Say(_progress);
        if (_challenge is not null && Now < _challengeLapses) Say(_challenge);
    }

    void Say(AuthEvent.Guidance guidance) => _channel.Send(GuidanceTexts.For(guidance), ChannelJson.Default.GuidanceMessage);

    void Say(AuthEvent.Progress progress) => _channel.Send(
        new(Share(progress.Fraction), progress.Steps.ToDictionary(step => step.Key, step => Share(step.Value))),
        ChannelJson.Default.ProgressMessage);

    void Say(AuthEvent.Challenge challenge) => _channel.Send(
        ChallengeTexts.For(challenge, _challengeLapses - Now), ChannelJson.Default.ChallengeMessage);

    void SayStats(FrameReport? report)
    {
        var stats = run.Snapshot();
        _channel.Send(
            new(stats.FramesIn, stats.Analysed, stats.DroppedByReason,
                stats.StageP50.ToDictionary(stage => stage.Key, stage => Milliseconds(stage.Value)),
                new(Milliseconds(stats.LatencyP50), Milliseconds(stats.LatencyP95)),
                _firstPicture is { } first ? Milliseconds(first) : null,
                report is null ? null : new(report.RtpTimestamp, Milliseconds(report.Latency), report.Faces)),
            ChannelJson.Default.StatsMessage);
    }

    static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);

    static double Share(double value) => double.IsFinite(value) ? Math.Round(Math.Clamp(value, 0, 1), 3) : 0;
}
