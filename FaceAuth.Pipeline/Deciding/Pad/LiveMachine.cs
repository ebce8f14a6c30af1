using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>Whether a session's face is live, by what this person's pictures say and by what everybody's do.</summary>
/// <remarks>So what was suspected is not forgotten for a look at somebody else. Sans-IO; composes the small machines.</remarks>
/// <param name="options">Limits.</param>
/// <param name="fusion">Judges attacks.</param>
internal sealed class LiveMachine(LiveScoreOptions options, PadFusion fusion)
{
    readonly PadMachine _person = new(options, fusion);    // whether or not they were out of sight in between
    readonly PadMachine _session = new(options, fusion);   // everybody
    readonly PadMachine _overall = new(options, fusion);   // pictures that do not count as well
    readonly StirMachine _stir = new();

    /// <summary>This person's pictures.</summary>
    public int Count => _person.Count;

    /// <summary>Whether the scores speak for a live face: this person's, and all that was held before the camera.</summary>
    public bool IsLive => _person.IsLive && _session.LooksLive;

    /// <summary>Whether this person's scores have been so low for so long that waiting is idle.</summary>
    public bool IsHopeless => _person.IsHopeless;

    /// <summary>Whether the session's scores look like an attack.</summary>
    public bool IsSuspect => _person.IsSuspect || _session.IsSuspect || _overall.IsSuspect;

    /// <summary>This person's score, else the session's; null before the first.</summary>
    public float? Score => _person.Score ?? _overall.Score;

    /// <summary>Share of the pictures needed, 0–1.</summary>
    public double Progress => _session.LooksLive ? _person.Progress : 0;

    /// <summary>Takes the scores of a picture that counts for nothing else.</summary>
    public void AddFlawed(TimeSpan received, in AntiSpoofScores scores) => _overall.Add(received, scores);

    /// <summary>Takes a picture's scores; says whether it speaks for a live face.</summary>
    /// <remarks>What speaks against the person counts always, what speaks for them only from a face known to be theirs.</remarks>
    /// <param name="received">When it came.</param>
    /// <param name="scores">Its scores.</param>
    /// <param name="agrees">Whether the face is the one that is followed.</param>
    public bool TryAdd(TimeSpan received, in AntiSpoofScores scores, bool agrees)
    {
        var isBad = _person.IsBad(scores);
        if (agrees || isBad)
        {
            _person.Add(received, scores);
            _session.Add(received, scores);
            _overall.Add(received, scores);
        }

        return agrees && !isBad;
    }

    /// <summary>Writes down how the face moved and changed since the picture that is kept; for pictures that count.</summary>
    public void ReadStir(FrameEvidence frame)
    {
        if (frame.Mesh is not { } mesh) return;
        if (!_stir.TryHandle(frame.Time.Captured, frame.Sketch, frame.Box, mesh.KeyPoints, out var change)) return;
        frame.Change = change;
        _person.Add(frame.Time.Received, change);
        _session.Add(frame.Time.Received, change);
        _overall.Add(frame.Time.Received, change);
    }

    /// <summary>The face was lost: it may have moved anywhere meanwhile.</summary>
    public void HandleLost() => _stir.Reset();

    /// <summary>Somebody else is there.</summary>
    public void HandleReplaced() => _person.Reset();
}
