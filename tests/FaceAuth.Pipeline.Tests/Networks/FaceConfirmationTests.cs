using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Tests.Networks;

public sealed class FaceConfirmationTests
{
    static readonly FaceConfirmation Weights = new(Side: 320)
    {
        Score = 2,
        Small = -3,
        Large = 5,
        Presence = 0.5f,
        Aspect = 7,
        Apart = -2,
        Base = -1,
    };

    [Fact]
    public void Adds_what_the_detector_and_the_mesh_say()
    {
        var face = Face(width: 32, score: 0.75f);

        var sum = Weights.Judge(face, longerSide: 320, Mesh(0.9f, Shifted(face.Points, 3.2f)));

        Assert.Equal(2 * Math.Log(3) + 3 * Math.Log(2) + 0.5 * Math.Log(9) + 7 * 1.25 - 2 * Math.Log(0.1) - 1, sum, 1e-4);
    }

    [Fact]
    public void Takes_the_width_as_the_detector_saw_it()
    {
        var plain = new FaceConfirmation(320) { Small = -3, Large = 5 };

        Assert.Equal(3 * Math.Log(2), Judge(plain, width: 128, longerSide: 1280), 1e-4);
        Assert.Equal(0, Judge(plain, width: 256, longerSide: 1280), 1e-4);
        Assert.Equal(5 * Math.Log(2), Judge(plain, width: 512, longerSide: 1280), 1e-4);
        Assert.Equal(Judge(plain, width: 900, longerSide: 1280), Judge(plain, width: 1200, longerSide: 1280));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Certainty_itself_is_a_number(float score, float presence)
    {
        var face = Face(width: 100, score);

        Assert.True(float.IsFinite(Weights.Judge(face, longerSide: 320, Mesh(presence, face.Points))));
    }

    [Theory]
    [InlineData(float.NaN, 0.9f, 100)]
    [InlineData(0.9f, float.NaN, 100)]
    [InlineData(1.5f, 0.9f, 100)]
    [InlineData(0.9f, 0.9f, 0)]
    public void What_is_no_number_is_no_face(float score, float presence, float width)
    {
        var face = Face(width, score);

        var sum = Weights.Judge(face, longerSide: 320, Mesh(presence, face.Points));

        Assert.Equal(float.NegativeInfinity, sum);
    }

    [Theory]
    [InlineData("yunet_n_dynamic", true)]
    [InlineData("det_10g", false)]   // never measured: the mesh's presence alone
    public void Detectors_that_were_measured_have_weights(string detector, bool expected)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Models.Single(model => model.Id == detector);

        Assert.Equal(expected, FaceConfirmation.Of(model, side: 320) is { Base: < 0 });
    }

    static float Judge(FaceConfirmation weights, float width, int longerSide)
    {
        var face = Face(width, score: 0.5f);
        return weights.Judge(face, longerSide, Mesh(0.5f, face.Points));
    }

    static DetectedFace Face(float width, float score) => new(
        new Box(10, 10, width, 1.25f * width), new(new(20, 20), new(30, 20), new(25, 25), new(21, 32), new(29, 32)), score);

    static FacePoints Shifted(FacePoints points, float by) => new(
        points.LeftEye + new Vector2(by, 0), points.RightEye - new Vector2(by, 0), points.Nose + new Vector2(0, by),
        points.LeftMouth - new Vector2(0, by), points.RightMouth + new Vector2(by, 0));

    static MeshResult Mesh(float presence, FacePoints points) => new(presence, 0.3f, 0.3f, points, default);
}
