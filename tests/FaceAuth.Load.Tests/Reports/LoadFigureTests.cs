using System.Text.Json;
using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Tests.Reports;

public sealed class LoadFigureTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_over_no_time_is_told_as_not_measured_and_meets_no_target(double rate)
    {
        LoadFigure[] figures =
            [LoadFigure.Plain("rate", rate), LoadFigure.AtMost("rate", rate, 5), LoadFigure.AtLeast("rate", rate, 5)];

        Assert.All(figures, figure => Assert.Equal(("–", null, null), (figure.Measured, figure.Value, figure.IsMet)));
        Assert.Contains("\"Value\":null", JsonSerializer.Serialize(figures), StringComparison.Ordinal);
    }
}
