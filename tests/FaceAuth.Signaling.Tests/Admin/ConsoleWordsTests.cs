using FaceAuth.Signaling.Admin.Accounts;
using FaceAuth.Signaling.Admin.Jobs;
using FaceAuth.Signaling.Admin.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Tests.Admin;

/// <summary>What the console writes where something is stored as a code.</summary>
public sealed class ConsoleWordsTests
{
    [Theory]
    [InlineData("0 50 * * * ?", "every hour at :50")]
    [InlineData("0 10 3 * * ?", "daily at 03:10")]
    [InlineData("0 0/15 * * * ?", "every 15 min")]
    [InlineData("0 0 4 ? * SUN", "Sundays at 04:00")]
    [InlineData("0 0 4 1 * ?", "0 0 4 1 * ?")]
    [InlineData("30 0 4 * * ?", "30 0 4 * * ?")]
    [InlineData("0 0 4,16 * * ?", "0 0 4,16 * * ?")]
    public void A_schedule_is_said_as_people_do_and_a_rare_one_as_it_is_written(string cron, string said)
    {
        Assert.Equal(said, JobWords.ScheduleOf(cron));
    }

    [Fact]
    public void A_run_with_failures_is_not_as_good_as_one_without()
    {
        var (whole, partly, nothing) = (Run(new(4, 4, 0, null, null)), Run(new(4, 4, 1, null, null)), Run(new(0, 0, 0, null, null)));

        Assert.Equal(("good", "mild"), (JobWords.KindOf(whole), JobWords.KindOf(partly)));
        Assert.Equal(("succeeded", "succeeded, but for 1"), (JobWords.StateOf(whole), JobWords.StateOf(partly)));
        Assert.Equal("there was nothing to do", JobWords.DoneOf(nothing.Report));
    }

    [Fact]
    public void An_imports_run_says_what_it_was_told_and_where_its_results_are()
    {
        var run = Run(new(4, 4, 1, null, null), """{"owner":"clinic","folder":"staff","csv":null,"consent":"v2"}""");

        Assert.Equal([("Relying party", "clinic"), ("Folder", "staff"), ("Consent", "v2")], JobWords.ToldOf(run));
        Assert.Equal(Path.GetFullPath("/srv/photos/staff.results.jsonl"), JobWords.ResultsOf(run, "/srv/photos"));
        Assert.Equal([("days", "3")], JobWords.ToldOf(run with { Job = "other", Parameters = """{"days":3}""" }));
        Assert.Null(JobWords.ResultsOf(run with { Job = "other" }, "/srv/photos"));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36", "Chrome 126 on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0.0.0 Edg/126.0.0.0", "Edge 126 on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17 on iPhone")]
    [InlineData("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox 127 on Android")]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData(null, "a program that does not say")]
    public void A_sign_in_is_called_by_browser_and_system(string? client, string called)
    {
        Assert.Equal(called, ClientWords.Of(client));
    }

    [Theory]
    [InlineData("server_busy", "Not decided", "quiet")]
    [InlineData("store_unavailable", "Not decided", "quiet")]
    [InlineData("no_face", "Refused", "bad")]
    public void What_the_server_alone_caused_is_no_refusal_of_the_person(string reason, string text, string kind)
    {
        var session = new SessionRecord(
            Guid.NewGuid(), "rp:1", SessionPurpose.Verify, null, "", "standard", SessionState.Decided, default, default,
            Outcome: "rejected", Reasons: [reason, "no_face"]);

        Assert.Equal((text, kind), SessionWords.StateOf(session));
        Assert.Equal(
            kind == "quiet" ? "Ended without a decision" : "Refused",
            CourseWords.Lines([new("decided", 1, "rejected")], null, SessionWords.IsUndecided(session)).Single().Text);
    }

    static JobRun Run(JobReport report, string? parameters = null) =>
        new(1, "import", JobRunState.Succeeded, "operator", parameters, default, report);
}
