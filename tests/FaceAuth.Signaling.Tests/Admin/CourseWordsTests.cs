using FaceAuth.Signaling.Admin.Sessions;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Signaling.Tests.Admin;

/// <summary>Why somebody was refused, as the console says it of a session's course.</summary>
public sealed class CourseWordsTests
{
    static readonly SessionCourse Course = new(
        [
            new("no_face", null, 2000, 900), new("remove_obstacle", "mask", 2900, 4100), new("hold_still", null, 7000, 6000),
            new("no_face", null, 13_000, 1000),
        ],
        [new("turn_left", 1, 7500, true, 9500), new("blink", 2, 10_000, false, 14_000)], [9600],
        [new(7000, 1, 0, 0.2, 0), new(9500, 1, 0.5, 1, 0), new(13_000, 0, 0.5, 1, 0)], 14_000, new(0, 0, 0));

    static readonly SessionTimeline.Step[] Steps =
    [
        new("offered", 1200, null), new("first_picture", 1900, null), new("challenge", 7500, "turn_left"),
        new("challenge_met", 9500, null), new("decided", 14_000, "rejected"),
    ];

    [Fact]
    public void The_timeline_is_in_order_and_in_the_very_words_that_the_person_read()
    {
        var lines = CourseWords.Lines(Steps, Course);

        Assert.Equal(
            [
                "The browser's offer came", "The first picture arrived", "Told “Look into the camera.” for 900 ms",
                "Told “Take off your mask.” for 4.1 s", "Told “Hold still.” for 6.0 s",
                "Asked “Turn your head to your left, then back.”", "That was done, after 2.0 s", "The page began to light the face",
                "Asked “Close your eyes for a second, twice.”", "Told “Look into the camera.” for 1.0 s",
                "That was not done, or too late, after 4.0 s", "Refused",
            ],
            lines.Select(line => line.Text));
        Assert.Equal(["That was not done, or too late, after 4.0 s", "Refused"], lines.Where(line => line.IsBad).Select(line => line.Text));
    }

    [Fact]
    public void Without_a_course_it_is_what_is_known_of_earlier_sessions()
    {
        Assert.Equal(
            ["The browser's offer came", "The first picture arrived", "Asked to turn left", "That was done", "Refused"],
            CourseWords.Lines(Steps, null).Select(line => line.Text));
    }

    [Fact]
    public void In_short_it_says_what_was_asked_told_the_longest_and_lacking_at_the_end()
    {
        Assert.Equal("2 tasks, 1 done. Not done, or too late: “Close your eyes for a second, twice.”", CourseWords.Asked(Course));
        Assert.Equal("“Take off your mask.” for 4.1 s, “Look into the camera.” for 1.9 s.", CourseWords.ToldLongest(Course));
        Assert.Equal(
            [
                "a good picture of one face", "signs of life (50 % of what is enough)",
                "recognition (of who is compared, counted only after the two before)",
            ],
            CourseWords.Lacking(Course)!);
    }

    [Fact]
    public void It_says_where_nothing_was_asked_told_or_lacking()
    {
        var none = Course with { Challenges = [], Guidance = [new("hold_still", null, 0, 9000)], Curve = [new(1, 1, 1, 1, 1)] };

        Assert.StartsWith("Nothing", CourseWords.Asked(none), StringComparison.Ordinal);
        Assert.Null(CourseWords.ToldLongest(none));
        Assert.Empty(CourseWords.Lacking(none)!);
        Assert.Null(CourseWords.Lacking(none with { Curve = [] }));
        Assert.Null(CourseWords.LeftOut(none));
        Assert.Contains("48 points", CourseWords.LeftOut(none with { LeftOut = new(0, 0, 48) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chart_has_a_row_and_a_line_for_each_step_and_a_table_says_the_same()
    {
        var html = await RenderAsync(Course);

        Assert.Equal(4, html.Split("class=\"limit\" x1").Length - 1);
        Assert.Equal((3, 1), (html.Split("<path class=\"short\"").Length - 1, html.Split("<path class=\"enough\"").Length - 1));
        Assert.Contains("class=\"task bad\"", html, StringComparison.Ordinal);
        Assert.Contains("50 % at the end", html, StringComparison.Ordinal);
        Assert.Contains("<details class=\"as-table\">", html, StringComparison.Ordinal);
        Assert.Equal(3 + 1, html.Split("<tr>").Length - 1);
    }

    [Fact]
    public async Task Without_a_curve_the_chart_says_so()
    {
        Assert.Contains("Nothing was measured", await RenderAsync(Course with { Curve = [] }), StringComparison.Ordinal);
    }

    static async Task<string> RenderAsync(SessionCourse course)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(CourseCurves.Course)] = course.ToJson() });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<CourseCurves>(parameters)).ToHtmlString());
    }
}
