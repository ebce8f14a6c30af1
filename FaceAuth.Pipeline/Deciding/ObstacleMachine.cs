namespace FaceAuth.Pipeline.Deciding;

/// <summary>Whether the face is covered, over several pictures: one covered picture is no obstacle, one clear one does not end it. Sans-IO.</summary>
internal sealed class ObstacleMachine(ObstacleOptions options)
{
    int _run;

    /// <summary>What covers the face now; <see cref="Cover.None"/> while it is clear.</summary>
    public Cover Cover { get; private set; }

    /// <summary>A picture with a face.</summary>
    public void HandleFrame(Cover cover)
    {
        var isChange = (cover == Cover.None) != (Cover == Cover.None);
        _run = isChange ? _run + 1 : 0;
        if (!isChange)
        {
            Cover = cover;   // the last look says best what it is
            return;
        }

        if (_run < (cover == Cover.None ? options.LeaveAfter : options.EnterAfter)) return;
        (Cover, _run) = (cover, 0);
    }

    /// <summary>The face was lost.</summary>
    public void Reset() => (Cover, _run) = (Cover.None, 0);
}
