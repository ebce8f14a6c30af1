using FaceAuth.Accuracy.Funnel;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Accuracy.Tests.Funnel;

/// <summary>The measures beside what the decision's own gate says of a picture.</summary>
public sealed class GateReadingsTests
{
    static readonly FacePoints Upright = new(new(240, 160), new(300, 160), new(270, 190), new(250, 220), new(290, 220));

    readonly FaceGate _gate = new(new FaceGateOptions(), coveredAt: 0);
    readonly GateReadings _readings;

    public GateReadingsTests() => _readings = new(_gate, new FaceGateOptions(), new LiveScoreOptions(), coveredAt: 0);

    public static TheoryData<string?, double, double> Flaws() => new()
    {
        { null, 0, 0 },
        { "several faces", 0.6, 0.5 },
        { "no face found", 0, 1 },
        { "on its side", 1, 0 },
        { "face not sure: mesh", 0.4, 0.5 },
        { "face not sure: both", -2, 0 },
        { "beyond the border", 0.2, 0.08 },
        { "tilted by 60°", 90, 60 },
        { "light", 0.2, 0.25 },
        { "colour", 1, 1.5 },
        { "shadow on eyes or mouth", 0.3, 0.35 },
        { "eye covered: points", 2, 0 },
        { "eye covered: light", 2, 0 },
        { "nose covered: points", 2, 0 },
        { "mouth covered: points", 2, 0 },
        { "mouth covered: light", 2, 0 },
        { "mask", 0.9, 0.6 },
        { "size", 60, 64 },
        { "too large", 0.97, 0.95 },
        { "cheek or chin beyond", 0.28, 0.15 },
        { "sharpness", 0.1, 0.3 },
        { "turned", 30, 25 },
        { "nodded", 40, 30 },
        { "tilted", 35, 25 },
        { "live score", 0.02, 0.05 },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void What_the_gate_refuses_is_told_with_its_measure(string? at, double value, double limit)
    {
        var frame = Flawed(at);

        var lost = _readings.Lost(frame, [Face(frame.Box, 0.9f), Face(new Box(0, 0, 90, 120), 0.8f), Unsure], out var beyond);

        Assert.Equal(at, lost?.Gate);
        if (lost is not { } reading) return;
        Assert.Equal(reading.Flaw, _gate.Judge(frame));
        Assert.Equal((value, limit), (Math.Round(reading.Value, 2), Math.Round(reading.Limit, 2)));
        Assert.True(reading.Excess > 0 && reading.IsBeyond);
        Assert.Contains(at, GateReadings.Order);
        if (frame is { Faces: 1, IsOnItsSide: false }) Assert.Contains(at, beyond);
    }

    [Fact]
    public void The_gates_that_come_later_are_told_too()
    {
        var frame = Flawed("size");
        frame.Quality = new QualityScores(0.2f, 0.1f, 1);

        var lost = _readings.Lost(frame, [], out var beyond);

        Assert.Equal("light", lost?.Gate);
        Assert.Equal(["light", "sharpness", "size"], beyond.Order());
    }

    [Theory]
    [InlineData(60, "size")]
    [InlineData(70, "sharpness")]   // too small to be sharp, but large enough where it is
    public void A_small_face_is_lost_to_its_size_first(float width, string expected)
    {
        var frame = Flawed("sharpness");
        frame.Box = new Box(200, 100, width, 1.35f * width);

        var lost = _readings.Lost(frame, [], out _);

        Assert.Equal((expected, FrameFlaw.TooSmall), (lost?.Gate, lost?.Flaw));
    }

    [Fact]
    public void Every_gate_has_its_place_in_the_order() =>
        Assert.Equal(Flaws().Select(flaw => flaw.Data.Item1).Where(gate => gate is not null).Order(), GateReadings.Order.Order());

    static DetectedFace Unsure => Face(new Box(400, 0, 120, 160), 0.5f);

    static DetectedFace Face(Box box, float score) => new(box, default, score);

    static FrameEvidence Flawed(string? at)
    {
        var frame = new FrameEvidence(1)
        {
            Width = 640,
            Height = 480,
            Faces = 1,
            Box = new Box(200, 100, 150, 200),
            Mesh = Mesh(Upright),
            Certainty = 5,
            Colour = 8,
            Quality = new QualityScores(0.5f, 0.8f, 1),
            Pose = new HeadAngles(0, 0, 0),
            Obstacle = new ObstacleScores(-7, -7, -7, -7, -7),
            Covered = new CoverScores(-7, -7, -7),
            Mask = 0.1f,
            Spoof = new AntiSpoofScores(0.9f, 0.9f),
        };
        switch (at)
        {
            case "several faces": frame.Faces = 2; break;
            case "no face found": frame.Faces = 0; break;
            case "on its side": frame.IsOnItsSide = true; break;
            case "face not sure: mesh": frame.Mesh = Mesh(Upright) with { Presence = 0.4f }; break;
            case "face not sure: both": frame.Certainty = -2; break;
            case "beyond the border": frame.Box = new Box(-30, 100, 150, 200); break;
            case "tilted by 60°": frame.Mesh = Mesh(new(new(270, 130), new(270, 190), default, default, default)); break;
            case "light": frame.Quality = new QualityScores(0.2f, 0.8f, 1); break;
            case "colour": frame.Colour = 1; break;
            case "shadow on eyes or mouth":
                (frame.Quality, frame.Covered) = (new QualityScores(0.3f, 0.8f, 1), new CoverScores(2, -7, -7));
                break;
            case "eye covered: points": frame.Obstacle = new ObstacleScores(2, -7, -7, -7, -7); break;
            case "eye covered: light": frame.Covered = new CoverScores(2, -7, -7); break;
            case "nose covered: points": frame.Obstacle = new ObstacleScores(-7, -7, 2, -7, -7); break;
            case "mouth covered: points": frame.Obstacle = new ObstacleScores(-7, -7, -7, 2, -7); break;
            case "mouth covered: light": frame.Covered = new CoverScores(-7, -7, 2); break;
            case "mask": frame.Mask = 0.9f; break;
            case "size": frame.Box = new Box(200, 100, 60, 100); break;
            case "too large": frame.Box = new Box(200, 10, 350, 465.6f); break;
            case "cheek or chin beyond": frame.Mesh = Mesh(new(new(0, 160), new(60, 160), default, default, default)); break;
            case "sharpness": frame.Quality = new QualityScores(0.5f, 0.1f, 1); break;
            case "turned": frame.Pose = new HeadAngles(-30, 0, 0); break;
            case "nodded": frame.Pose = new HeadAngles(26, 40, 0); break;
            case "tilted": frame.Pose = new HeadAngles(0, 0, 35); break;
            case "live score": frame.Spoof = new AntiSpoofScores(0.9f, 0.02f); break;
        }

        return frame;
    }

    static MeshResult Mesh(FacePoints points) => new(0.99f, 0.3f, 0.3f, points, default);
}
