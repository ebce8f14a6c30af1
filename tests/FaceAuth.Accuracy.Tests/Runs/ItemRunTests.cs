using FaceAuth.Accuracy.Playing;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Tests.Runs;

public sealed class ItemRunTests
{
    readonly StringWriter _error = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Results_come_in_the_items_order_however_many_work(int workers)
    {
        var names = Enumerable.Range(0, 100).Select(i => $"{i}").ToList();

        var results = Run(workers, names, (_, indices) => indices.Select(i => names[i] + "!"), CancellationToken.None);

        Assert.Equal(names.Select(name => name + "!"), results);
    }

    [Fact]
    public void A_fault_of_one_item_is_told_with_its_name_and_the_rest_goes_on()
    {
        var results = new ItemRun(new(TextWriter.Null, _error, false), null, 2).Run(
            "things", ["good", "bad"], 1, () => new MemoryStream(), (_, indices) => indices.Select(i => i == 1 ? "broken" : "fine"),
            result => result == "broken" ? "no picture" : null, CancellationToken.None);

        Assert.Equal(["fine", "broken"], results);
        Assert.Equal("bad: no picture\n", _error.ToString());
    }

    [Fact]
    public void An_error_of_the_machinery_ends_the_run_as_itself()
    {
        Assert.Throws<EvalException>(() => Run(
            3, [.. Enumerable.Range(0, 50).Select(i => $"{i}")], (_, _) => throw new EvalException("no ffmpeg"), CancellationToken.None));
    }

    [Fact]
    public void Cancelling_stops_it()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Run(2, [.. Enumerable.Range(0, 50).Select(i => $"{i}")], (_, indices) =>
        {
            stop.Cancel();
            return indices.Select(_ => "x");
        }, stop.Token));
    }

    [Theory]
    [InlineData(0, 0, "[..............................] 0/200 pictures, 0.0/s, 0:00 left")]
    [InlineData(50, 10, "[#######.......................] 50/200 pictures, 5.0/s, 0:30 left")]
    [InlineData(200, 10, "[##############################] 200/200 pictures, 20.0/s, 0:00 left")]
    public void The_bar_shows_rate_and_time_left(int done, int seconds, string line) =>
        Assert.Equal(line, ProgressBar.Line("pictures", done, 200, done, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Where_nobody_watches_a_line_every_half_minute_says_how_far_it_is()
    {
        var clock = new SteppedClock();
        var progress = new ProgressBar(new(TextWriter.Null, _error, false), "pictures", 8, clock);

        for (var picture = 0; picture < 8; picture++)
        {
            clock.Advance(TimeSpan.FromSeconds(11));
            progress.Add(1);
        }

        Assert.Equal(
            [
                "[###########...................] 3/8 pictures, 0.1/s, 0:55 left",
                "[######################........] 6/8 pictures, 0.1/s, 0:22 left",
            ],
            _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    IReadOnlyList<string> Run(
        int workers, List<string> names, Func<MemoryStream, IReadOnlyList<int>, IEnumerable<string>> look,
        CancellationToken cancellation) =>
        new ItemRun(new(TextWriter.Null, _error, false), null, workers)
            .Run("things", names, 7, () => new MemoryStream(), look, _ => null, cancellation);
}
