using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Stages;

/// <summary>Where a run's face was last, so that the mesh can follow it without a search.</summary>
/// <remarks>Belongs to the run; only the stage that holds the run's one picture touches it.</remarks>
internal sealed class FollowedFace
{
    Box _box;
    FacePoints _points;
    (int Width, int Height) _size;   // of the pictures

    // after each turn was tried once, now and then: an empty room shall not cost twice
    const int Turns = 3;
    const int TurnEvery = 4;

    int _unseen;
    int _quarters = 1;

    /// <summary>Whether a face was found when the picture was turned, and none upright since.</summary>
    public bool IsOnItsSide { get; private set; }

    /// <summary>By how many quarters to turn the picture that was searched in vain, to look again; 0 for none.</summary>
    /// <remarks>Each by the next turn, until one of them shows a face.</remarks>
    public int NextTurn() => ++_unseen <= Turns || _unseen % TurnEvery == 0 ? _quarters : 0;

    /// <summary>The picture was turned so: whether it shows a face.</summary>
    public void HandleTurned(bool shows)
    {
        IsOnItsSide = shows;
        if (!shows) _quarters = _quarters % 3 + 1;
    }

    /// <summary>A face is upright.</summary>
    public void SeeUpright() => (_unseen, IsOnItsSide) = (0, false);

    /// <summary>Whether there is a face to follow.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Where the mesh shall look.</summary>
    public MeshRegion Region { get; private set; }

    /// <summary>
    /// How sure it is that this is a human face, as <see cref="Deciding.Evidence.FrameEvidence.Certainty"/>; null where nothing was said.
    /// </summary>
    public float? Certainty { get; private set; }

    /// <summary>A picture of that size comes; where the face was in one of another size says nothing of where it is.</summary>
    public void Fit(int width, int height)
    {
        if (_size != (width, height)) Lose();
        _size = (width, height);
    }

    /// <summary>A search found the face; the box is the detector's.</summary>
    public void Start(in Box box, in MeshResult mesh, float? certainty = null) =>
        (IsKnown, _box, _points, Region, Certainty) = (true, box, mesh.Points, mesh.Next, certainty);

    /// <summary>Whether a face in <paramref name="box"/> can be the one followed: its middle lies where the mesh was laid last.</summary>
    public bool IsAt(in Box box) => IsKnown && Vector2.Distance(box.Centre, Region.Centre) < box.Width / 2;

    /// <summary>The detector's box, moved and scaled as the mesh's points have moved since the search.</summary>
    public Box Move(in MeshResult mesh)
    {
        Span<Vector2> from = stackalloc Vector2[5], to = stackalloc Vector2[5];
        _points.CopyTo(from);
        mesh.Points.CopyTo(to);
        var moved = SimilarityTransform.Estimate(from, to);
        var scale = MathF.Sqrt(MathF.Abs(moved.GetDeterminant()));
        var centre = Vector2.Transform(_box.Centre, moved);
        var (width, height) = (_box.Width * scale, _box.Height * scale);
        return new Box(centre.X - width / 2, centre.Y - height / 2, width, height);
    }

    /// <summary>The mesh still lies on the face.</summary>
    public void Keep(in MeshResult mesh) => Region = mesh.Next;

    /// <summary>There is no face any more.</summary>
    public void Lose() => (IsKnown, Certainty) = (false, null);
}
