using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Counts over a whole session, also over faces that were lost: what the reasons for a refusal are taken from.</summary>
internal sealed class SessionTally
{
    // pictures further apart are not counted as time watched
    static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(500);

    FrameTime? _goodAt;
    int _yes;
    int _no;

    /// <summary>Pictures analysed.</summary>
    public int Pictures { get; private set; }

    /// <summary>Pictures without a face.</summary>
    public int Faceless { get; private set; }

    /// <summary>Pictures with several faces.</summary>
    public int Crowded { get; private set; }

    /// <summary>Pictures of a covered face.</summary>
    public int Obstructed { get; private set; }

    /// <summary>Pictures too small, dark, blurred, cut off or turned away.</summary>
    public int Poor { get; private set; }

    /// <summary>Pictures that passed every gate and were embedded.</summary>
    public int Counted { get; set; }

    /// <summary>Blinks seen.</summary>
    public int Blinks { get; set; }

    /// <summary>Whether the camera's clock keeps time.</summary>
    public bool KeepsTime { get; set; } = true;

    /// <summary>Time over which good pictures were seen, by a clock that kept time.</summary>
    public TimeSpan GoodTime { get; private set; }

    /// <summary>Whether more votes were no than yes, and at least <paramref name="least"/>.</summary>
    public bool LeansNo(int least) => _no >= least && _no > _yes;

    /// <summary>A picture voted.</summary>
    public void Vote(bool yes)
    {
        if (yes) _yes++;
        else _no++;
    }

    /// <summary>A picture was judged.</summary>
    public void Add(FrameFlaw flaw, FrameTime at)
    {
        Pictures++;
        switch (flaw)
        {
            case FrameFlaw.None:
                if (_goodAt is { } last && at.Received - last.Received <= LongestStep && KeepsTime)
                    GoodTime += at.Received - last.Received;
                _goodAt = at;
                break;
            case FrameFlaw.NoFace: Faceless++; break;
            case FrameFlaw.ManyFaces: Crowded++; break;
            case FrameFlaw.Obstructed: Obstructed++; break;
            default: Poor++; break;
        }
    }
}
