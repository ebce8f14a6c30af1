using System.Globalization;
using FaceAuth.Pipeline.Deciding.Light;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding.Light;

/// <summary>Who sits before the page shows its colours; what does not depend on them passes no more often than counted.</summary>
public sealed class LightMachineTests(ITestOutputHelper output)
{
    const double Fps = 15;

    [Fact]
    public void No_sequence_flashes_or_is_a_saturated_red()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var plan = new LightMachine(new(), new Random(seed)).Poll(TimeSpan.Zero, canBegin: true)!.Plan;

            var shown = plan.Colours.Select(colour => (
                Red: LampedFace.Linear(colour.Red), Green: LampedFace.Linear(colour.Green), Blue: LampedFace.Linear(colour.Blue))).ToList();
            // between two of them the browser mixes the coded values
            for (var i = 1; i < plan.Colours.Count; i++)
            {
                var (a, b) = (plan.Colours[i - 1], plan.Colours[i]);
                shown.AddRange(Enumerable.Range(1, 9).Select(tenth => (
                    Mixed(a.Red, b.Red, tenth), Mixed(a.Green, b.Green, tenth), Mixed(a.Blue, b.Blue, tenth))));
            }

            // WCAG 2.2, 2.3.1: a flash changes the relative luminance by a tenth or more; a saturated red is 0.8 of all light
            var luminances = shown.ConvertAll(c => 0.2126 * c.Red + 0.7152 * c.Green + 0.0722 * c.Blue);
            Assert.InRange(luminances.Max() - luminances.Min(), 0, 0.0999);
            Assert.All(shown, c => Assert.True(c.Red / (c.Red + c.Green + c.Blue) < 0.8));
            for (var i = 3; i < plan.Colours.Count; i++)
                Assert.True(plan.Colours[i].At - plan.Colours[i - 3].At >= TimeSpan.FromSeconds(1), "more than three changes a second");
        }
    }

    [Theory]
    [InlineData(0.05, 0.15, 120)]
    [InlineData(0.1, 0.05, 190)]
    [InlineData(0.1, 0.7, 190)]
    [InlineData(0.3, 0.15, 199)]
    public void A_face_before_the_page_shows_its_colours(double share, double lag, int least) =>
        Assert.InRange(Seen(200, seed => new(share, lag, seed: seed) { Sway = 0.02 }), least, 200);

    [Fact]
    public void White_balance_changes_nothing() =>
        Assert.InRange(
            Seen(100, seed => new(0.1, seed: seed)
            {
                Balance = at => new((float)(0.3 * Math.Sin(2 * at)), (float)(-0.2 * Math.Sin(1.3 * at))),
            }),
            98, 100);

    [Fact]
    public void A_room_too_bright_says_nothing() => Assert.InRange(Seen(500, seed => new(0.0005, seed: seed) { Sway = 0.03 }), 0, 3);

    [Theory]
    [InlineData("no light")]
    [InlineData("another session's light")]
    [InlineData("a loop of it")]
    public void What_does_not_depend_on_the_colours_passes_no_more_often_than_counted(string how)
    {
        const int Tries = 4000;
        var options = new LightOptions { Moves = 5, Tries = 1 };
        var (draws, others) = (new Random(5), new Random(7));
        var passed = 0;

        for (var i = 0; i < Tries; i++)
        {
            var face = new LampedFace(how == "no light" ? 0 : 0.2, how == "a loop of it" ? 0.15 + 2 * others.NextDouble() : 0.15, seed: i)
            {
                Sway = 0.02,
            };
            // what the camera of another session saw, played into this one
            face.Hear(new LightMachine(options, others).Poll(TimeSpan.Zero, canBegin: true)!.Plan, 0);
            if (Play(new LightMachine(options, draws), face, hears: false)) passed++;
        }

        var counted = options.GuessChance() * Tries;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{how}: {passed} of {Tries}; {counted:F1} counted"));
        Assert.InRange(passed, 0, counted + 3 * Math.Sqrt(counted));
    }

    [Fact]
    public void What_a_lost_face_showed_is_void_and_it_is_tried_no_more_often_than_allowed()
    {
        var machine = new LightMachine(new(), new Random(1));
        var face = new LampedFace(0.2);
        Assert.True(Play(machine, face));

        machine.Abandon();

        Assert.False(machine.IsSeen);
        Assert.True(Play(machine, face));
        machine.Abandon();
        Assert.True(machine.IsSpent);
        Assert.Null(machine.Poll(TimeSpan.FromSeconds(100), canBegin: true));
    }

    [Theory]
    [InlineData(false)]   // another face in one picture of it
    [InlineData(null)]    // nothing says whose face it is
    public void Light_on_a_face_that_is_not_the_followed_one_shows_nothing(bool? isSame)
    {
        var machine = new LightMachine(new(), new Random(1));
        var face = new LampedFace(0.2);
        face.Hear(machine.Poll(TimeSpan.Zero, canBegin: true)!.Plan, 0);

        for (var number = 0; machine.IsRunning && number < 100; number++)
        {
            var at = TimeSpan.FromSeconds(number / Fps);
            machine.Handle(new(at, at), face.At(at.TotalSeconds), isSame is null ? null : number != 20);
        }

        Assert.False(machine.IsRunning);
        Assert.False(machine.IsSeen);
    }

    [Fact]
    public void Pictures_that_come_too_seldom_show_nothing()
    {
        var machine = new LightMachine(new(), new Random(1));

        Assert.False(Play(machine, new(0.2), fps: 3));
    }

    int Seen(int faces, Func<int, LampedFace> face)
    {
        var seen = Enumerable.Range(1, faces).Count(seed => Play(new LightMachine(new(), new Random(seed)), face(seed)));
        output.WriteLine($"{seen} of {faces}");
        return seen;
    }

    static bool Play(LightMachine machine, LampedFace face, bool hears = true, double fps = Fps)
    {
        var began = TimeSpan.FromSeconds(10);
        var plan = machine.Poll(began, canBegin: true)!.Plan;
        if (hears) face.Hear(plan, began.TotalSeconds);
        for (var at = began; machine.IsRunning && at < began + TimeSpan.FromSeconds(10); at += TimeSpan.FromSeconds(1 / fps))
            machine.Handle(new(at, at), face.At(at.TotalSeconds - (hears ? 0 : began.TotalSeconds)), isSame: true);
        return machine.IsSeen;
    }

    static float Mixed(byte from, byte to, int tenths) => LampedFace.Linear((byte)(from + (to - from) * tenths / 10));
}
