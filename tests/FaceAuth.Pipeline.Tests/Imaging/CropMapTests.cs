using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class CropMapTests
{
    [Fact]
    public void The_outer_edges_of_box_and_tensor_meet()
    {
        var map = CropMap.Stretch(new Box(10, 20, 40, 80), 20, 20);

        // Half a pixel before the first and after the last centre lie the edges.
        AssertNear(new(9.5f, 19.5f), Vector2.Transform(new(-0.5f, -0.5f), map));
        AssertNear(new(49.5f, 99.5f), Vector2.Transform(new(19.5f, 19.5f), map));
    }

    [Fact]
    public void An_untilted_turned_square_is_the_stretched_square()
    {
        var box = new Box(30, 40, 64, 64);

        var turned = CropMap.Turned(box.Centre, 64, 0, 256);

        var stretched = CropMap.Stretch(box, 256, 256);
        AssertNear(Vector2.Transform(new(3, 200), stretched), Vector2.Transform(new(3, 200), turned));
    }

    [Fact]
    public void A_quarter_turn_clockwise_sends_the_tensors_right_downwards()
    {
        var map = CropMap.Turned(new(100, 100), 50, MathF.PI / 2, 50);

        var middle = Vector2.Transform(new(24.5f, 24.5f), map);
        var right = Vector2.Transform(new(34.5f, 24.5f), map);

        AssertNear(new(99.5f, 99.5f), middle);
        AssertNear(new(99.5f, 109.5f), right);
    }

    [Fact]
    public void A_square_lies_about_the_boxes_middle()
    {
        var square = CropMap.Square(new Box(10, 10, 20, 40), 1.5f);

        Assert.Equal(new Box(-10, 0, 60, 60), square);
    }

    static void AssertNear(Vector2 expected, Vector2 actual) =>
        Assert.True(Vector2.Distance(expected, actual) < 1e-3f, $"{expected} ≠ {actual}");
}
