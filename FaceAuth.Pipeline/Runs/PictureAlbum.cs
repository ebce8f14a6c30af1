using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Keeps a few small pictures of a run that asked for them, until its decision takes them or it is disposed.</summary>
/// <remarks>At most half a megabyte a picture, pooled. Safe from many threads: the lock is held for a millisecond.</remarks>
internal sealed class PictureAlbum : IDisposable
{
    readonly Lock _gate = new();
    readonly PictureChoice _choice;
    readonly JudgedPicture[] _pictures;
    bool _isClosed;

    PictureAlbum(int most)
    {
        _choice = new(most);
        _pictures = new JudgedPicture[most];
        for (var slot = 0; slot < most; slot++) _pictures[slot] = new();
    }

    /// <summary>One for a run that asks for pictures; null for all others.</summary>
    public static PictureAlbum? For(AuthRequest request) => request.Pictures > 0 ? new(request.Pictures) : null;

    /// <summary>Looks at a picture that was judged and copies it where it is worth more than one that is here.</summary>
    public void Take(FrameEvidence evidence, PicturePyramid picture)
    {
        lock (_gate)
        {
            if (_isClosed) return;
            var slot = _choice.Choose(evidence);
            if (slot != PictureChoice.None) Shrinking.Into(picture, _pictures[slot]);
        }
    }

    /// <summary>The decision with the pictures, in the order in which they came: from now on they are its receiver's.</summary>
    public AuthDecision GiveTo(AuthDecision decision)
    {
        lock (_gate)
        {
            if (_isClosed) return decision;
            _isClosed = true;
            List<JudgedPicture> given = new(_pictures.Length);
            for (var slot = 0; slot < _pictures.Length; slot++)
            {
                if (_choice.Find(slot) is not { } kept) continue;
                (_pictures[slot].Moment, _pictures[slot].At) = kept;
                given.Add(_pictures[slot]);
            }

            given.Sort((one, other) => one.At.CompareTo(other.At));
            return decision with { Pictures = given };
        }
    }

    /// <summary>Lets go of those that no decision took.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            foreach (var picture in _pictures) picture.Dispose();
        }
    }
}
