using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Runs;

namespace FaceAuth.Accuracy.Playing;

/// <summary>
/// What the models saw in the pictures of one session, kept to be shown to other sessions. Holds embeddings, so it stays in memory.
/// </summary>
internal sealed class SessionRecording
{
    // a replay that has decided nothing by then never will: no policy's window, stretched, is longer
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    readonly List<(FrameEvidence Evidence, TimeSpan After)> _frames = [];
    TimeSpan? _lastAt;

    /// <summary>Pictures kept.</summary>
    public int Count => _frames.Count;

    /// <summary>Keeps what is seen in a run from now on.</summary>
    /// <param name="run">Of the production pipeline.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public void Watch(IAuthRun run)
    {
        if (run is not AuthRun watched) throw new ArgumentException("Only runs of the pipeline can be watched.", nameof(run));
        watched.Watcher = Keep;
    }

    /// <summary>Shows all of it, over and over, until the machine decides. One thread at a time.</summary>
    /// <param name="machine">Of an enrolment that has just been opened.</param>
    /// <param name="now">When.</param>
    /// <param name="from">Picture to begin with.</param>
    /// <returns>Whether it accepts.</returns>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    internal bool Replay(DecisionMachine machine, TimeSpan now, int from)
    {
        if (_frames.Count < 2) throw new InvalidOperationException("Nothing was recorded.");
        var end = now + Longest;
        for (var next = from; now < end; next++)
        {
            var (frame, after) = _frames[next % _frames.Count];
            now += after;
            frame.Time = new FrameTime(now, now);
            machine.HandlePicture(now);
            if (Drain(machine, now) is { } early) return early;
            machine.HandleFrame(frame, now);
            if (Drain(machine, now) is { } accepted) return accepted;
        }

        return false;
    }

    // null while nothing is decided; what would be stored is accepted
    static bool? Drain(DecisionMachine machine, TimeSpan now)
    {
        while (true)
        {
            switch (machine.Poll(now))
            {
                case DecisionAction.Store:
                    return true;
                case DecisionAction.Publish { Event: AuthEvent.Decided { Decision: var decision } }:
                    return decision.Accepted;
                case DecisionAction.Wait:
                    return null;
            }
        }
    }

    void Keep(FrameEvidence evidence)
    {
        var at = evidence.Time.Received;
        var copy = evidence.Copy();
        copy.Scene.Clear();   // replays are held to the challenges; looking for repeated pictures would take most of their time
        _frames.Add((copy, at - (_lastAt ?? at)));
        _lastAt = at;
    }
}
