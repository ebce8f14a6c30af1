using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What one picture is worth, and what covers a face.</summary>
public sealed class FaceGateTests
{
    readonly FaceGate _gate = new(new FaceGateOptions(), coveredAt: 0);

    [Fact]
    public void Finds_no_fault_in_what_was_not_looked_at()
    {
        var frame = new FrameEvidence(1) { Width = 640, Height = 480, Faces = 1, Box = new Box(200, 100, 150, 200) };

        Assert.Equal(FrameFlaw.None, _gate.Judge(frame));
    }

    [Theory]
    [InlineData(72, "None")]   // an arm's length before a camera of 320 × 240
    [InlineData(60, "TooSmall")]
    public void A_face_counts_from_the_size_that_the_models_were_measured_at(float width, string expected)
    {
        var frame = new FrameEvidence(1) { Width = 320, Height = 240, Faces = 1, Box = new Box(100, 60, width, 1.35f * width) };

        Assert.Equal(expected, _gate.Judge(frame).ToString());
    }

    [Theory]
    [InlineData(0.9f, 0.1f, "None")]
    [InlineData(0.9f, -0.1f, "NoFace")]   // a dog that looks into the camera
    [InlineData(0.4f, 5f, "NoFace")]
    [InlineData(0.9f, null, "None")]      // nobody asked
    public void A_face_is_what_the_mesh_and_the_detector_take_for_one(float presence, float? certainty, string expected)
    {
        var frame = new FrameEvidence(1)
        {
            Width = 640,
            Height = 480,
            Faces = 1,
            Box = new Box(200, 100, 150, 200),
            Mesh = new MeshResult(
                presence, 0.3f, 0.3f, new(new(240, 160), new(300, 160), new(270, 190), new(250, 220), new(290, 220)), default),
            Certainty = certainty,
        };

        Assert.Equal(expected, _gate.Judge(frame).ToString());
    }

    [Fact]
    public void A_face_that_is_not_confirmed_may_still_be_told_to_uncover_itself()
    {
        var frame = Seen(new CoverScores(-7, -7, 1));
        (frame.Mesh, frame.Certainty) = (new MeshResult { Presence = 0.9f }, -5);

        Assert.False(_gate.IsConfirmed(frame));
        Assert.Equal(FrameFlaw.Obstructed, _gate.Judge(frame));
    }

    [Theory]
    [InlineData(-7, -7, 0.1, "None")]
    [InlineData(-7, 3, 0.9, "Mask")]
    [InlineData(-7, 3, 0.1, "Mouth")]         // a hand: the mask model does not agree
    [InlineData(2, -7, 0.9, "Sunglasses")]    // that the mask model calls a mask
    [InlineData(2, 3, 0.9, "Sunglasses")]     // with the point of the nose
    [InlineData(-7, -1.5, 0.9, "Mask")]   // doubtful points, but the mask model is sure
    [InlineData(-7, -1.5, 0.5, "None")]
    [InlineData(-7, -7, 0.99, "Other")]   // the mask model alone: covered, but it names nothing
    public void Names_what_covers_a_face(float eyes, float lower, float mask, string expected)
    {
        var frame = new FrameEvidence(1) { Faces = 1, Obstacle = new ObstacleScores(eyes, eyes, lower, -7, -7), Mask = mask };

        Assert.Equal(expected, _gate.CoverOf(frame).ToString());
    }

    [Fact]
    public void Counts_faces_that_are_large_and_sure_enough()
    {
        DetectedFace[] faces = [Face(100, 0.8f), Face(150, 0.9f), Face(40, 0.9f), Face(100, 0.65f), Face(80, 0.9f)];

        Assert.Equal(3, _gate.Count(faces, out var main));
        Assert.Equal(1, main);
        Assert.Equal(0, _gate.Count([], out main));
        Assert.Equal(-1, main);
    }

    [Theory]
    [InlineData(76, 2)]
    [InlineData(74, 1)]   // at work behind the person, twice as far away
    public void Somebody_half_as_large_is_a_second_person_and_nobody_smaller(float width, int expected)
    {
        Assert.Equal(expected, _gate.Count([Face(150, 0.9f), Face(width, 0.9f)], out _));
    }

    [Fact]
    public void Goes_by_the_options_margin_before_the_models()
    {
        var strict = new FaceGate(new FaceGateOptions { CoveredAt = -3 }, coveredAt: 0);
        var frame = new FrameEvidence(1) { Faces = 1, Obstacle = new ObstacleScores(-2, -7, -7, -7, -7), Mask = 0 };

        Assert.Equal(Cover.Eye, strict.CoverOf(frame));
        Assert.Equal(Cover.None, _gate.CoverOf(frame));
    }

    [Theory]
    [InlineData(-7, -7, -7, "None")]
    [InlineData(2, 1, -7, "Sunglasses")]
    [InlineData(2, -0.4, -7, "Sunglasses")]   // one lens reflects, but the other eye is doubtful too
    [InlineData(-6, 2, -7, "Eye")]
    [InlineData(2, -6, -7, "Eye")]
    [InlineData(-7, -7, 1, "Mouth")]
    [InlineData(2, -7, 1, "Other")]
    public void Names_what_light_and_colour_tell(float left, float right, float mouth, string expected)
    {
        var frame = Seen(new CoverScores(left, right, mouth));

        Assert.Equal(expected, _gate.CoverOf(frame).ToString());
        Assert.Equal(expected == "None" ? FrameFlaw.None : FrameFlaw.Obstructed, _gate.Judge(frame));
    }

    [Fact]
    public void Calls_a_mask_a_mask_though_the_eyes_look_dark_against_it()
    {
        var frame = Seen(new CoverScores(3, 3, 3));
        (frame.Obstacle, frame.Mask) = (new ObstacleScores(-7, -7, 4, 4, 4), 0.95f);

        Assert.Equal(Cover.Mask, _gate.CoverOf(frame));
    }

    [Theory]
    [InlineData("Sunglasses", 2, 1, -7)]
    [InlineData("Eye", 2, -6, -7)]
    [InlineData("Mouth", -7, -7, 1)]
    public void Lets_pass_what_an_option_allows_and_nothing_else(string allowed, float left, float right, float mouth)
    {
        var gate = new FaceGate(Allowing(allowed), coveredAt: 0);

        Assert.Equal(FrameFlaw.None, gate.Judge(Seen(new CoverScores(left, right, mouth))));
        Assert.Equal(FrameFlaw.Obstructed, gate.Judge(Seen(new CoverScores(2, 2, 2))));
    }

    [Fact]
    public void Confirms_by_its_mask_a_face_the_mesh_does_not_see_even_when_masks_may_stay()
    {
        var frame = Seen(new CoverScores(-7, -7, -7));
        (frame.Obstacle, frame.Mask, frame.Mesh) = (new ObstacleScores(-7, -7, 4, 4, 4), 0.95f, new MeshResult { Presence = 0.1f });

        Assert.Equal(FrameFlaw.None, new FaceGate(Allowing("Mask"), coveredAt: 0).Judge(frame));
        Assert.Equal(FrameFlaw.Obstructed, _gate.Judge(frame));
    }

    [Fact]
    public void A_cut_off_face_is_said_to_be_that_before_anything_that_may_cover_it()
    {
        var frame = Seen(new CoverScores(3, 3, 3));
        frame.Box = new Box(-40, 100, 150, 200);

        Assert.Equal(FrameFlaw.CutOff, _gate.Judge(frame));
    }

    [Theory]
    [InlineData(60, "None")]
    [InlineData(20, "CutOff")]   // a cheek would lie 43 pixels beyond the border, though the box ends there
    public void A_face_whose_cheek_would_lie_beyond_the_border_is_cut_off(float leftEye, string expected)
    {
        var frame = Seen(new CoverScores(-7, -7, -7));
        frame.Box = new Box(0, 100, 150, 200);
        frame.Mesh = new MeshResult
        {
            Presence = 1,
            Points = new FacePoints(
                new(leftEye, 180), new(leftEye + 90, 180), new(leftEye + 45, 220), new(leftEye + 10, 260), new(leftEye + 80, 260)),
        };

        Assert.Equal(expected, _gate.Judge(frame).ToString());
    }

    static FaceGateOptions Allowing(string cover) => new()
    {
        AllowsMask = cover == "Mask",
        AllowsSunglasses = cover == "Sunglasses",
        AllowsCoveredEye = cover == "Eye",
        AllowsCoveredMouth = cover == "Mouth",
    };

    static FrameEvidence Seen(CoverScores scores) => new(1)
    {
        Width = 640,
        Height = 480,
        Faces = 1,
        Box = new Box(200, 100, 150, 200),
        Obstacle = new ObstacleScores(-7, -7, -7, -7, -7),
        Covered = scores,
        Mask = 0.02f,
    };

    static DetectedFace Face(float width, float score) => new(new Box(10, 10, width, width), default, score);
}
