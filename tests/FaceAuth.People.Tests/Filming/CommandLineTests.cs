using FaceAuth.People.Filming;
using FaceAuth.People.Measuring;

namespace FaceAuth.People.Tests.Filming;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--count -5", "--count takes 1 to")]
    [InlineData("--workers 0", "--workers takes 1 to")]
    [InlineData("--obstacles 2", "--obstacles takes 0 to 1")]
    [InlineData("--obstacles 0.8 --attacks 0.8", "together they are at most 1")]
    [InlineData("--format gif", "gif")]
    public void Stills_that_cannot_be_made_are_refused_in_words(string arguments, string said) =>
        Assert.Contains(
            StillsCommand.Create().Parse(arguments + " --out folder").Errors,
            error => error.Message.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("--kind nobody", "nobody")]
    [InlineData("--seconds 0", "--seconds takes 0.1 to")]
    [InlineData("--rate 0", "--rate takes 1 to")]
    [InlineData("--person -1", "--person takes 0 to")]
    public void A_clip_that_cannot_be_made_is_refused_in_words(string arguments, string said) =>
        Assert.Contains(
            ClipCommand.Create().Parse(arguments + " --out clip.mp4").Errors,
            error => error.Message.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("--models nowhere-at-all")]
    [InlineData("--models . --count 1")]
    public void A_measurement_without_models_or_without_a_second_person_is_refused(string arguments) =>
        Assert.NotEmpty(MeasureCommand.Create().Parse(arguments).Errors);

    [Fact]
    public void What_can_be_made_is_not_refused()
    {
        Assert.Empty(StillsCommand.Create().Parse("--count 3 --obstacles 0.5 --attacks 0.5 --format png --out folder").Errors);
        Assert.Empty(ClipCommand.Create().Parse("--kind swap --seconds 0.5 --out clip.mp4").Errors);
    }
}
