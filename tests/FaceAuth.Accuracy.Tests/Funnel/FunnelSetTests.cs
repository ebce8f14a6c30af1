using System.Text.RegularExpressions;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Funnel;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Accuracy.Tests.Funnel;

public sealed class FunnelSetTests
{
    readonly FunnelSet _set = Assert.Single(FunnelSet.Of(
        [Session("anna_1"), Session("anna_2"), Session("bert_1")],
        [
            new(null, 0, [Picture(null), Picture("size")], [Trial(false, "poor_quality", "timed_out")]),
            new(null, 0, [Picture("light")], [Trial(true)]),
            new(null, 1, [Picture("size"), Picture("several faces")], [Trial(false, "no_video")]),
        ],
        new Regex("anna|bert")));

    [Fact]
    public void People_are_lost_who_have_no_picture_or_session_left()
    {
        Assert.Equal((new ErrorRate(1, 5), new ErrorRate(1, 2)), (_set.Left, _set.PeopleWithout));
        Assert.Equal((new ErrorRate(1, 3), new ErrorRate(1, 2)), (_set.Accepted, _set.PeopleRefused));
        Assert.Equal(1, _set.Unreadable);
    }

    [Fact]
    public void Gates_come_in_the_pipelines_order() => Assert.Equal(["several faces", "light", "size"], _set.Gates);

    [Fact]
    public void Sessions_end_accepted_for_a_reason_or_with_the_recording() =>
        Assert.Equal(["poor_quality", "accepted", "recording ended"], _set.Trials.Select(one => one.Trial.Ending));

    static FunnelSession Session(string name) =>
        new("set", new PadSession($"set/{name}", null, [(new PictureItem("1", "1"), 0)], null), true);

    static FunnelPicture Picture(string? gate) => new(0, 0, gate, 1, 2, true, [], null);

    static FunnelTrial Trial(bool accepted, params string[] reasons) =>
        new(0, accepted, reasons, new AuthScores(null, null, null, 0, 0, 0, default, []), new Dictionary<string, int>(), []);
}
