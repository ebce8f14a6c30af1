using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Turns what a session says on its data channel into the reference system's messages, and keeps how it stands.</summary>
/// <remarks>One caller at a time writes; <see cref="View"/> is read from any thread.</remarks>
internal sealed class LegacyTranslator
{
    static readonly HashSet<string> LifeReasons =
    [
        Wire.Name(ReasonCode.NoSignOfLife), Wire.Name(ReasonCode.ChallengeFailed), Wire.Name(ReasonCode.SpoofSuspected),
        Wire.Name(ReasonCode.InjectionSuspected),
    ];

    readonly Guid _sessionId;
    readonly bool _enrols;
    volatile LegacyView _view;

    /// <param name="session">The session.</param>
    public LegacyTranslator(SessionRecord session)
    {
        (_sessionId, _enrols) = (session.Id, session.Purpose == SessionPurpose.Enroll);
        _view = new(
            _sessionId, _enrols ? "enrollment" : "authentication", "in_progress", _enrols ? null : false, 0, "pending", null, null, null);
    }

    /// <summary>How the session stands.</summary>
    public LegacyView View => _view;

    /// <summary>Takes one message of the data channel in; gives those that the client hears.</summary>
    public IEnumerable<LegacyMessage> Handle(ReadOnlyMemory<byte> utf8)
    {
        if (_view.Result is not null) return [];   // it was left
        using var document = JsonDocument.Parse(utf8);
        var said = document.RootElement;
        // lazily, it would be read after the document is gone
        return [.. said.GetProperty("type").GetString() switch
        {
            "guidance" => Guide(said.Deserialize(ChannelJson.Default.GuidanceMessage)!),
            "challenge" => Challenge(said.Deserialize(ChannelJson.Default.ChallengeMessage)!),
            "challenge_over" => ChallengeOver(said.Deserialize(ChannelJson.Default.ChallengeOverMessage)!),
            "progress" => Progress(said.Deserialize(ChannelJson.Default.ProgressMessage)!),
            "result" => Result(said.Deserialize(ChannelJson.Default.ResultMessage)!),
            "error" => End(said.GetProperty("code").GetString()!, said.GetProperty("text").GetString()!),
            _ => [],
        }];
    }

    /// <summary>The session has ended without a decision.</summary>
    public IEnumerable<LegacyMessage> End(Refusal why) => [.. End(why.Code, why.Text)];

    IEnumerable<LegacyMessage> Guide(GuidanceMessage guidance)
    {
        _view = _view with { Guidance = new(guidance.Code, guidance.Text, guidance.Detail) };
        yield return New("guidance") with { Code = guidance.Code, Text = guidance.Text, Detail = guidance.Detail };
    }

    IEnumerable<LegacyMessage> Challenge(ChallengeMessage asked)
    {
        var challenge = new LegacyChallenge(asked.Kind, asked.Count, asked.DeadlineMs, asked.Side, asked.Factor, asked.Text);
        _view = _view with { Challenge = challenge };
        yield return New("challenge") with { Challenge = challenge, Text = asked.Text };
    }

    IEnumerable<LegacyMessage> ChallengeOver(ChallengeOverMessage over)
    {
        _view = _view with { Challenge = null };
        yield return New("challenge_over") with { Answered = over.Answered };
    }

    IEnumerable<LegacyMessage> Progress(ProgressMessage progress)
    {
        var percent = (int)Math.Round(100 * progress.Value);
        var isAlive = progress.Steps.GetValueOrDefault("liveness") >= 1 && progress.Steps.GetValueOrDefault("antispoof") >= 1;
        var liveness = isAlive ? "passed" : "in_progress";
        var isNew = liveness != _view.Liveness;
        _view = _view with { Progress = percent, Liveness = liveness };
        if (isNew) yield return New("liveness_check") with { Status = liveness };
        // 100 is for the end: at this moment nothing is stored yet
        if (_enrols) yield return New("enrollment_progress") with { Status = "in_progress", Progress = Math.Min(99, percent) };
    }

    IEnumerable<LegacyMessage> Result(ResultMessage result)
    {
        var outcome = new LegacyResult(result.Accepted, result.Accepted ? "accepted" : "rejected", result.Reasons, result.Verdict);
        return Over(outcome, result.Accepted ? "passed" : result.Reasons.Any(LifeReasons.Contains) ? "failed" : _view.Liveness);
    }

    IEnumerable<LegacyMessage> End(string code, string text) =>
        _view.Result is null ? Over(new(false, "error", [], Error: code, Message: text), _view.Liveness) : [];

    IEnumerable<LegacyMessage> Over(LegacyResult result, string liveness)
    {
        var wasLiveness = _view.Liveness;
        _view = _view with
        {
            Status = result.Success ? "completed" : "failed",
            Authenticated = _enrols ? null : result.Success,
            Progress = result.Success ? 100 : _view.Progress,
            Liveness = liveness,
            Guidance = null,
            Challenge = null,
            Result = result,
        };
        if (liveness != wasLiveness) yield return New("liveness_check") with { Status = liveness };
        if (!_enrols) yield return New("authentication_result") with { Status = _view.Status, Result = result };
        else if (result.Success)
        {
            yield return New("enrollment_progress") with { Status = "completed", Progress = 100 };
            yield return New("enrollment_complete") with { Status = "completed", Result = result };
        }
        // A client that knows "enrollment_complete" alone would take that for yes, whatever it says inside.
        else yield return New("enrollment_failed") with { Status = "failed", Result = result };
    }

    LegacyMessage New(string type) => new(type) { SessionId = _sessionId };
}
