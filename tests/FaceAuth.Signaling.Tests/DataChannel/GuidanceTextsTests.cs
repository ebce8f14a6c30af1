using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.DataChannel;

namespace FaceAuth.Signaling.Tests.DataChannel;

public sealed class GuidanceTextsTests
{
    [Fact]
    public void Every_code_has_a_text()
    {
        var messages = Enum.GetValues<GuidanceCode>().Select(code => GuidanceTexts.For(new(code))).ToList();

        Assert.All(messages, message => Assert.Matches("^[A-Z][^<>]+[.]$", message.Text));
        Assert.All(messages, message => Assert.Matches("^[a-z_]+$", message.Code));
        Assert.Equal(messages.Count, messages.Select(message => message.Text).Distinct().Count());
    }

    [Theory]
    [InlineData(null, "face")]
    [InlineData(GuidanceCode.RemoveMask, "mask")]
    [InlineData(GuidanceCode.RemoveSunglasses, "sunglasses")]
    [InlineData(GuidanceCode.UncoverEyes, "eyes")]
    [InlineData(GuidanceCode.UncoverMouth, "mouth")]
    public void Whatever_covers_the_face_has_one_code_and_a_detail(GuidanceCode? detail, string expected)
    {
        var message = GuidanceTexts.For(new(GuidanceCode.RemoveObstacle, detail));

        Assert.Equal(("remove_obstacle", expected), (message.Code, message.Detail));
    }

    [Fact]
    public void Nothing_else_has_a_detail()
    {
        var message = GuidanceTexts.For(new(GuidanceCode.MoveCloser));

        Assert.Equal(("move_closer", null), (message.Code, message.Detail));
    }
}
