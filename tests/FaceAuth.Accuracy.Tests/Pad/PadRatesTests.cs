using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Tests.Pad;

public sealed class PadRatesTests
{
    static readonly (string? Species, bool? SaysLive)[] Shown =
    [
        (null, true), (null, true), (null, true), (null, false), (null, null),
        ("print", true), ("print", false), ("print", null), ("print", null),
        ("screen", false), ("screen", false), ("screen", false), ("screen", true),
    ];

    readonly PadRates _rates = PadRates.Of(Shown);

    [Fact]
    public void Errors_are_counted_among_answers_and_silence_among_all()
    {
        Assert.Equal(new ErrorRate(1, 4), _rates.BonaFide);
        Assert.Equal(new ErrorRate(1, 5), _rates.BonaFideSilent);
        Assert.Equal([("print", new(1, 2), new(2, 4)), ("screen", new(1, 4), new(0, 4))], _rates.Attacks);
    }

    [Fact]
    public void The_worst_species_counts() => Assert.Equal((0.5, (0.5 + 0.25) / 2), (_rates.WorstApcer, _rates.Acer));

    [Fact]
    public void The_table_has_a_row_for_each_species_people_and_both_together()
    {
        var table = _rates.Table("x", null);

        Assert.Equal(["print", "screen", "live (BPCER, BPNRR)", "ACER, by the worst species"], table.Rows.Select(row => row[0]));
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        Assert.StartsWith("50.00 % (1.26–98.74)", table.Rows[0][1], StringComparison.Ordinal);
        Assert.Equal("37.50 %", table.Rows[3][1]);
    }
}
