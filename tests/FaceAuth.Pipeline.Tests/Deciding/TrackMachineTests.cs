using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>When the face in front of the camera is still the same one.</summary>
public sealed class TrackMachineTests
{
    readonly TrackMachine _track = new(new TrackOptions(), ScriptedFace.EmbeddingLength);
    readonly FrameEvidence _frame = new(ScriptedFace.EmbeddingLength);
    TimeSpan _captured = TimeSpan.FromSeconds(10);
    TimeSpan _received = TimeSpan.FromSeconds(50);

    [Fact]
    public void Holds_a_face_that_stays()
    {
        for (var i = 0; i < 30; i++) Assert.Equal(TrackStep.Held, See());

        Assert.True(_track.IsHeld);
    }

    [Fact]
    public void Knows_nothing_before_the_first_face()
    {
        Assert.Equal(TrackStep.Nothing, See(faces: 0));
        Assert.True(_track.WantsSearch(_captured));
    }

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.3, true)]
    public void Forgives_a_short_absence_only(double seconds, bool lost)
    {
        See();

        Assert.Equal(lost ? TrackStep.Lost : TrackStep.Missed, See(faces: 0, after: seconds));
    }

    [Fact]
    public void Takes_no_embedding_without_numbers_for_a_face()
    {
        const int Length = ScriptedFace.EmbeddingLength;
        var (broken, one, other) = (new float[Length], new float[Length], new float[Length]);
        Array.Fill(broken, float.NaN);
        (one[1], other[2]) = (1, 1);
        See();

        Assert.False(_track.TryAgree(broken, out _));
        Assert.True(_track.TryAgree(one, out _));
        Assert.False(_track.TryAgree(other, out _));   // after a broken one everybody would agree
    }

    [Fact]
    public void Says_lost_once()
    {
        See();
        See(faces: 0, after: 0.3);

        Assert.Equal(TrackStep.Nothing, See(faces: 0));
        Assert.Equal(TrackStep.Held, See());
    }

    [Fact]
    public void Does_not_let_the_cameras_clock_hide_an_absence()
    {
        See();
        _received += TimeSpan.FromSeconds(1);   // half a minute may pass here while RTP says 33 ms

        Assert.Equal(TrackStep.Lost, See(faces: 0));
    }

    [Fact]
    public void Loses_a_face_that_jumps()
    {
        See();

        Assert.Equal(TrackStep.Lost, See(x: 420));
        Assert.True(_track.IsHeld);   // the face that is there now, from the beginning
    }

    [Fact]
    public void Loses_what_it_could_not_watch()
    {
        See();

        Assert.Equal(TrackStep.Lost, See(after: 1.5));
    }

    [Fact]
    public void Waits_for_a_second_search_before_it_believes_in_company()
    {
        See();
        Assert.Equal(TrackStep.Missed, See(faces: 2));
        Assert.True(_track.WantsSearch(_captured));
        Assert.Equal(TrackStep.Lost, See(faces: 2));
    }

    [Fact]
    public void Does_not_let_a_followed_picture_clear_the_company()
    {
        See();
        See(faces: 2);

        Assert.Equal(TrackStep.Missed, See(searched: false));
        Assert.Equal(TrackStep.Held, See());
    }

    [Fact]
    public void Loses_a_face_whose_embeddings_change_and_takes_the_new_one()
    {
        See();
        for (var i = 0; i < 5; i++) Assert.True(Agrees(person: 1, out _));

        Assert.False(Agrees(person: 2, out var first));
        Assert.Equal(TrackStep.Held, first);
        Assert.False(Agrees(person: 2, out var second));
        Assert.Equal(TrackStep.Replaced, second);
        Assert.True(Agrees(person: 2, out _));
        Assert.False(Agrees(person: 1, out _));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Knows_whether_the_face_that_comes_back_is_the_one_that_went(int person, bool replaced)
    {
        See();
        Agrees(person: 1, out _);
        See(faces: 0, after: 0.4);
        See(faces: 0, after: 0.4);
        See();

        Assert.True(Agrees(person, out var first));
        Assert.Equal(replaced ? TrackStep.Replaced : TrackStep.Held, first);
        Assert.True(Agrees(person, out var second));
        Assert.Equal(TrackStep.Held, second);
    }

    [Fact]
    public void Forgives_one_strange_embedding()
    {
        See();
        Agrees(person: 1, out _);
        Agrees(person: 2, out _);

        Assert.True(Agrees(person: 1, out _));
        Assert.False(Agrees(person: 2, out var step));
        Assert.Equal(TrackStep.Held, step);
    }

    [Fact]
    public void Cannot_be_led_from_one_person_to_another_step_by_step()
    {
        See();
        Agrees(person: 1, out _);
        var last = true;
        for (var step = 1; step <= 200; step++)
        {
            var angle = step / 200.0 * Math.PI / 2;
            var morph = new float[ScriptedFace.EmbeddingLength];
            (morph[1], morph[2]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
            last = _track.TryAgree(morph, out var lost);
            if (lost == TrackStep.Replaced) return;
        }

        Assert.False(last);
    }

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.3, true)]
    public void Asks_for_a_search_now_and_then(double after, bool expected)
    {
        See();

        Assert.Equal(expected, _track.WantsSearch(_captured + TimeSpan.FromSeconds(after)));
    }

    bool Agrees(int person, out TrackStep step)
    {
        var embedding = new float[ScriptedFace.EmbeddingLength];
        embedding[person] = 1;
        return _track.TryAgree(embedding, out step);
    }

    TrackStep See(int faces = 1, float x = 200, double after = 1 / 30.0, bool searched = true)
    {
        _captured += TimeSpan.FromSeconds(after);
        _received += TimeSpan.FromSeconds(after);
        _frame.Clear();
        (_frame.Time, _frame.Faces, _frame.Searched) = (new FrameTime(_captured, _received), faces, searched);
        _frame.Box = new Box(x, 100, 150, 200);
        return _track.HandleFrame(_frame, faces > 0);
    }
}
