using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests;

/// <summary>The camera table once more with `faceauth simulate`: our own stack on both sides.</summary>
[Collection("flows")]
public sealed class SimulateFlowTests(FlowServer flow)
{
    const int Accepted = 0;
    const int Rejected = 1;
    const int CouldNot = 2;

    [Fact]
    public async Task The_enrolled_person_is_accepted()
    {
        await RunAsync("video/face_noface.mov", "verify", FlowServer.Person, Accepted, "accepted");
    }

    [Fact]
    public async Task The_relying_party_is_told_what_each_signal_of_injected_video_says()
    {
        var subject = Fresh("signals");
        await Simulation.RunAsync(flow.Server, SharedFiles.Data("video/opendbm_subj01.mp4"), "enroll", subject);

        var listed = JsonElement.Parse(await flow.Server.Http.GetStringAsync($"/v1/sessions?subject={subject}"));
        var id = listed.GetProperty("sessions")[0].GetProperty("id").GetGuid();
        var session = JsonElement.Parse(await flow.Server.Http.GetStringAsync($"/v1/sessions/{id}"));
        var signals = session.GetProperty("scores").GetProperty("signals").EnumerateObject().ToList();
        Assert.Equal(Enum.GetValues<SignalKind>().Select(Wire.Name), signals.Select(signal => signal.Name));
        Assert.All(signals, signal => Assert.Contains(signal.Value.GetString(), ScoresJson.SignalStates.Split(' ')));
        Assert.Equal("clear", session.GetProperty("scores").GetProperty("signals").GetProperty("camera_clock").GetString());
    }

    [Theory]
    [InlineData("video/pexels-8164110.mp4")]
    [InlineData("video/opendbm_subj01.mp4")]
    public async Task Another_person_is_rejected_as_not_the_same(string clip)
    {
        await RunAsync(clip, "verify", FlowServer.Person, Rejected, "not_same_person");
    }

    [Fact]
    public async Task The_persons_own_portrait_shows_no_sign_of_life()
    {
        await RunAsync("misc/single_face.jpg", "verify", FlowServer.Person, Rejected, "no_sign_of_life");
    }

    [Theory]
    [MemberData(nameof(CameraTable.Spoofs), MemberType = typeof(CameraTable))]
    public async Task A_photographed_print_or_screen_is_suspected(string photo)
    {
        await RunAsync(photo, "enroll", Fresh("spoof"), Rejected, "spoof_suspected");
    }

    [Theory]
    [MemberData(nameof(CameraTable.Masked), MemberType = typeof(CameraTable))]
    public async Task A_masked_face_is_told_to_remove_the_obstacle(string photo)
    {
        await RunAsync(photo, "enroll", Fresh("masked"), Rejected, "remove_obstacle");
    }

    [Fact]
    public async Task A_picture_without_a_face_is_told_so()
    {
        await RunAsync("video/no_face.mp4", "enroll", Fresh("nobody"), Rejected, "no_face");
    }

    [Fact]
    public async Task Two_faces_are_told_to_be_one()
    {
        await RunAsync("video/short_hamilton_clip.mp4", "enroll", Fresh("two"), Rejected, "one_face_only");
    }

    [Fact]
    public async Task A_clip_that_is_not_there_is_one_clear_line()
    {
        var (code, output) = await Simulation.RunAsync(flow.Server, "/nowhere/clip.mp4", "verify", FlowServer.Person);

        Assert.Equal(CouldNot, code);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("/nowhere/clip.mp4", output);
    }

    [Fact]
    public async Task Somebody_unknown_is_told_to_enrol_first()
    {
        var (code, output) = await Simulation.RunAsync(flow.Server, SharedFiles.Data("video/single_face.mp4"), "verify", Fresh("unknown"));

        Assert.Equal(CouldNot, code);
        Assert.Contains("enroll", output);
    }

    async Task RunAsync(string clip, string purpose, string subject, int expectedCode, string expectedText)
    {
        var (code, output) = await Simulation.RunAsync(flow.Server, SharedFiles.Data(clip), purpose, subject, "--json");

        Assert.True(code == expectedCode, $"Exit code {code}, not {expectedCode}:\n{output}\n{flow.Server.Log}");
        Assert.Contains(expectedText, output);
        if (expectedCode != Accepted && purpose == "enroll") Assert.Equal(0, await flow.Server.TemplatesOfAsync(subject) ?? 0);
    }

    static string Fresh(string name) => $"{name}-{Guid.NewGuid():N}";
}
