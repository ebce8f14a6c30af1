using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Whether the face is covered, over several pictures: one covered picture is no obstacle, one clear one does not end it.
/// </summary>
/// <remarks>
/// Its name is what most of the last covered pictures say, so that a single odd one does not change what the person is told. Sans-IO.
/// </remarks>
internal sealed class ObstacleMachine(ObstacleOptions options)
{
    readonly Cover[] _looks = new Cover[options.NamedOf];   // the last covered pictures
    int _count;
    int _next;
    int _run;   // pictures in a row that contradict what stands

    /// <summary>What covers the face now; <see cref="Cover.None"/> while it is clear.</summary>
    public Cover Cover { get; private set; }

    /// <summary>A picture with a face.</summary>
    public void HandleFrame(Cover cover)
    {
        if (cover != Cover.None) Remember(cover);
        _run = (cover == Cover.None) != (Cover == Cover.None) ? _run + 1 : 0;
        if (Cover == Cover.None)
        {
            if (_run >= options.EnterAfter) (Cover, _run) = (Commonest(), 0);
            else if (_run == 0) (_count, _next) = (0, 0);
        }
        else if (_run >= options.LeaveAfter)
        {
            Reset();
        }
        else if (cover != Cover.None)
        {
            Cover = Commonest();
        }
    }

    /// <summary>The face was lost, or is clear.</summary>
    public void Reset() => (Cover, _run, _count, _next) = (Cover.None, 0, 0, 0);

    void Remember(Cover cover)
    {
        _looks[_next] = cover;
        _next = (_next + 1) % _looks.Length;
        if (_count < _looks.Length) _count++;
    }

    // of equals the one seen last
    Cover Commonest()
    {
        var (best, most) = (Cover.None, 0);
        for (var age = 1; age <= _count; age++)
        {
            var look = _looks[(_next - age + _looks.Length) % _looks.Length];
            var votes = _looks.AsSpan(0, _count).Count(look);
            if (votes > most) (best, most) = (look, votes);
        }

        return best;
    }
}
