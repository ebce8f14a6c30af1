using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;

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
    [InlineData(-7, -7, 0.1, "None")]
    [InlineData(-7, 3, 0.9, "Mask")]
    [InlineData(-7, 3, 0.1, "Other")]     // a hand: the mask model does not agree
    [InlineData(2, -7, 0.9, "Eyes")]      // sunglasses that the mask model calls a mask
    [InlineData(2, 3, 0.9, "Other")]
    [InlineData(-7, -1.5, 0.9, "Mask")]   // doubtful points, but the mask model is sure
    [InlineData(-7, -1.5, 0.5, "None")]
    [InlineData(-7, -7, 0.99, "Other")]   // the mask model alone: covered, but it names nothing
    public void Names_what_covers_a_face(float eyes, float lower, float mask, string expected)
    {
        var frame = new FrameEvidence(1) { Faces = 1, Obstacle = new ObstacleScores(eyes, -7, lower, -7, -7), Mask = mask };

        Assert.Equal(expected, _gate.CoverOf(frame).ToString());
    }

    [Fact]
    public void Counts_faces_that_are_large_and_sure_enough()
    {
        DetectedFace[] faces = [Face(100, 0.8f), Face(150, 0.9f), Face(40, 0.9f), Face(100, 0.65f), Face(50, 0.9f)];

        Assert.Equal(3, _gate.Count(faces, out var main));
        Assert.Equal(1, main);
        Assert.Equal(0, _gate.Count([], out main));
        Assert.Equal(-1, main);
    }

    [Fact]
    public void Goes_by_the_options_margin_before_the_models()
    {
        var strict = new FaceGate(new FaceGateOptions { CoveredAt = -3 }, coveredAt: 0);
        var frame = new FrameEvidence(1) { Faces = 1, Obstacle = new ObstacleScores(-2, -7, -7, -7, -7), Mask = 0 };

        Assert.Equal(Cover.Eyes, strict.CoverOf(frame));
        Assert.Equal(Cover.None, _gate.CoverOf(frame));
    }

    static DetectedFace Face(float width, float score) => new(new Box(10, 10, width, width), default, score);
}
