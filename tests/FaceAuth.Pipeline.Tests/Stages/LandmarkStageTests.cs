using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Stages;

/// <summary>What detector and mesh say together of a face that was found, and what becomes of it while the face is followed.</summary>
public sealed class LandmarkStageTests : IDisposable
{
    static readonly FaceConfirmation Confirmation = new(Side: 320) { Score = 1, Base = -2 };   // a score of 0.88

    readonly VideoFramePool _frames = new(limit: 4, kept: 2);
    readonly FollowedFace _followed = new();
    readonly FrameJob _job = new(FakeModelPack.Length);
    readonly FaceGate _gate = new(new FaceGateOptions(), coveredAt: 0);
    readonly LandmarkStage _stage;

    public LandmarkStageTests() => _stage = new LandmarkStage(new FakeModelPack().ForWorker(), _gate, Confirmation);

    [Theory]
    [InlineData(0.95f, true)]
    [InlineData(0.8f, false)]
    public void A_face_that_the_detector_doubts_is_none_whatever_the_mesh_says(float score, bool expected)
    {
        Search(At(200), score);

        Assert.Equal(expected, _gate.HasFace(_job.Evidence));
        Assert.Equal(expected, _followed.IsKnown);
    }

    [Fact]
    public void While_it_is_followed_the_search_that_found_it_stands_for_it()
    {
        Search(At(200), 0.95f);
        var found = _job.Evidence.Certainty;

        Follow();

        Assert.Equal(found, _job.Evidence.Certainty);
    }

    [Fact]
    public void Who_was_confirmed_and_turns_the_head_stays_confirmed()
    {
        Search(At(200), 0.95f);

        Search(At(210), 0.7f);

        Assert.True(_gate.HasFace(_job.Evidence));
    }

    [Fact]
    public void A_face_elsewhere_is_confirmed_by_itself()
    {
        Search(At(200), 0.95f);

        Search(At(400), 0.7f);

        Assert.False(_gate.HasFace(_job.Evidence));
        Assert.False(_followed.IsKnown);
    }

    [Fact]
    public void Without_weights_the_mesh_decides_alone()
    {
        using var plain = new LandmarkStage(new FakeModelPack().ForWorker(), _gate, confirmation: null);

        Search(At(200), 0.7f, plain);

        Assert.Null(_job.Evidence.Certainty);
        Assert.True(_gate.HasFace(_job.Evidence));
    }

    [Fact]
    public void In_a_picture_of_another_size_the_face_is_looked_for_anew()
    {
        Search(At(200), 0.95f);
        Assert.True(_frames.TryRent(320, 240, out var smaller));

        _job.Load(_followed, smaller, default);

        Assert.False(_followed.IsKnown);
        _job.Unload();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.3, false)]   // wider open
    [InlineData(0.6, true)]    // closing
    [InlineData(0.1, true)]
    public void At_a_glance_eyes_that_close_are_looked_at_closer(float openness, bool expected)
    {
        Search(At(200), 0.95f);
        var mesh = _job.Evidence.Mesh!.Value;

        Glance(new OpenEyes(mesh.RightEye / openness, mesh.LeftEye / openness, OpenAt: 0.7f));

        Assert.Equal(expected, !_job.Wants(FrameWants.Glance));
    }

    [Fact]
    public void At_a_glance_a_face_with_any_flaw_is_looked_at_closer()
    {
        var gate = new FaceGate(new FaceGateOptions { MinWidth = 200 }, coveredAt: 0);
        using var strict = new LandmarkStage(new FakeModelPack().ForWorker(), gate, confirmation: null);
        Search(At(200), 0.95f);
        var mesh = _job.Evidence.Mesh!.Value;

        Glance(new OpenEyes(mesh.RightEye, mesh.LeftEye, OpenAt: 0.7f), strict);

        Assert.False(_job.Wants(FrameWants.Glance));
    }

    [Fact]
    public void At_a_glance_eyes_that_nobody_knows_open_are_looked_at_closer()
    {
        Search(At(200), 0.95f);

        Glance(null);

        Assert.False(_job.Wants(FrameWants.Glance));
    }

    public void Dispose()
    {
        _stage.Dispose();
        _frames.Dispose();
    }

    void Search(Box box, float score, LandmarkStage? stage = null) => Run(stage ?? _stage, () =>
    {
        (_job.Evidence.Searched, _job.Evidence.Faces, _job.Evidence.Box) = (true, 1, box);
        _job.Face = new DetectedFace(box, Points(box.Centre), score);
    });

    void Follow() => Run(_stage, () => { });

    void Glance(OpenEyes? eyes, LandmarkStage? stage = null) =>
        Run(stage ?? _stage, () => (_job.Wanted, _job.OpenEyes) = (FrameWants.Glance, eyes));

    void Run(LandmarkStage stage, Action prepare)
    {
        Assert.True(_frames.TryRent(640, 480, out var frame));
        new FakeScene().Write(frame);
        _job.Load(_followed, frame, default);
        prepare();
        stage.Run([_job], 1, TimeProvider.System);
        Assert.Null(_job.Fault);
        _job.Unload();
    }

    static Box At(float x) => new(x, 120, 150, 200);

    static FacePoints Points(Vector2 middle) => new(
        middle + new Vector2(-30, -30), middle + new Vector2(30, -30), middle, middle + new Vector2(-20, 40), middle + new Vector2(20, 40));
}
