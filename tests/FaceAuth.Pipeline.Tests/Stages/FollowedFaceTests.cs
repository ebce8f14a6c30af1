using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Tests.Stages;

public sealed class FollowedFaceTests
{
    static readonly FacePoints Points = new(new(120, 140), new(180, 140), new(150, 170), new(130, 200), new(170, 200));

    [Fact]
    public void Moves_and_scales_the_detectors_box_as_the_points_move()
    {
        var followed = new FollowedFace();
        followed.Start(new Box(100, 100, 100, 130), Mesh(Points));

        var box = followed.Move(Mesh(Scaled(Points, 1.5f, new Vector2(40, -10))));

        Assert.Equal(150, box.Width, 0.01f);
        Assert.Equal(195, box.Height, 0.01f);
        Assert.Equal(150 * 1.5f + 40, box.Centre.X, 0.01f);
        Assert.Equal(165 * 1.5f - 10, box.Centre.Y, 0.01f);
    }

    [Fact]
    public void Measures_from_the_search_so_that_errors_do_not_add_up()
    {
        var followed = new FollowedFace();
        followed.Start(new Box(100, 100, 100, 130), Mesh(Points));
        for (var step = 1; step <= 50; step++)
        {
            var mesh = Mesh(Scaled(Points, 1 + step % 2 * 0.2f, new Vector2(step, 0)));
            followed.Move(mesh);
            followed.Keep(mesh);
        }

        Assert.Equal(100, followed.Move(Mesh(Points)).Width, 0.01f);
    }

    static MeshResult Mesh(FacePoints points) => new(1, 0.3f, 0.3f, points, new MeshRegion(new(150, 165), 200, 0));

    static FacePoints Scaled(FacePoints points, float scale, Vector2 shift) => new(
        points.LeftEye * scale + shift, points.RightEye * scale + shift, points.Nose * scale + shift,
        points.LeftMouth * scale + shift, points.RightMouth * scale + shift);
}
