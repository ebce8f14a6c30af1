using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.DataChannel;
using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What the person of a session was told and asked, and how the evidence grew. Times count from when it was created.</summary>
/// <remarks>It is about a person: it lies sealed, goes with session and subject, and stands in no log.</remarks>
internal sealed partial record SessionCourse(
    [Field("What the person was told, the first first.", Most = CourseGatherer.MostGuidance)] IReadOnlyList<SessionCourse.Told> Guidance,
    [Field("What they were asked to do, the first first.", Most = CourseGatherer.MostChallenges)]
    IReadOnlyList<SessionCourse.Asked> Challenges,
    [Field("When the page's surround began to light the face, in milliseconds.", Most = CourseGatherer.MostLights)]
    IReadOnlyList<long> Lights,
    [Field("How far each step was, at most twice a second; absent for who is told no scores.", Most = CourseGatherer.MostPoints)]
    IReadOnlyList<SessionCourse.Point>? Curve,
    [Field("When it was over, in milliseconds after the session was created.", Least = 0)] long EndMs,
    [Field("What was left out of lists that were full.")] SessionCourse.Left LeftOut)
{
    const string Codes =
        "hold_still no_face one_face_only move_closer move_back center_face look_straight more_light hold_camera_steady remove_obstacle "
        + "hold_upright use_colour_camera use_sharper_camera blink";

    const string Parts = "mask sunglasses eyes mouth face";
    const string Kinds = "blink turn_left turn_right nod_up nod_down move_closer smile open_mouth pursuit";

    /// <summary>One thing that the person was told, as the browser was.</summary>
    internal sealed record Told(
        [Field("What.", OneOf = Codes)] string Code,
        [Field("What covers the face.", OneOf = Parts)] string? Detail,
        [Field("From when, in milliseconds after the session was created.", Least = 0)] long AtMs,
        [Field("For how long, until they were told something else.", Least = 0)] long ForMs);

    /// <summary>One challenge.</summary>
    internal sealed record Asked(
        [Field("What they were asked to do.", OneOf = Kinds)] string Kind,
        [Field("How often.", Least = 1)] int Count,
        [Field("When, in milliseconds after the session was created.", Least = 0)] long AtMs,
        [Field("Whether they did it in time; absent where the session was over before.")] bool? Answered,
        [Field("When that was known.", Least = 0)] long? OverMs);

    /// <summary>How far each step was, 0 to 1: at 1 there is enough.</summary>
    internal sealed record Point(
        [Field("When, in milliseconds after the session was created.", Least = 0)] long AtMs,
        [Field("A good picture of one face, 0 or 1.", Least = 0, Most = 1)] double Face,
        [Field("Signs of life, 0 to 1.", Least = 0, Most = 1)] double Liveness,
        [Field("Pictures that look alive, 0 to 1.", Least = 0, Most = 1)] double Antispoof,
        [Field("Recognition, 0 to 1; of who is compared, 0 until the two before are 1.", Least = 0, Most = 1)] double Recognition);

    /// <summary>How many were left out of each list.</summary>
    internal sealed record Left(
        [Field("Of what they were told.", Least = 0)] int Guidance,
        [Field("Of what they were asked.", Least = 0)] int Challenges,
        [Field("Of the curve's points.", Least = 0)] int Points);

    /// <summary>As it is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CourseJson.Default.SessionCourse);

    /// <summary>What <see cref="ToJson"/> wrote; null for nothing.</summary>
    public static SessionCourse? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, CourseJson.Default.SessionCourse);

    /// <summary>As the browser was told it.</summary>
    public static Told Of(AuthEvent.Guidance guidance, long atMs, long forMs)
    {
        var message = GuidanceTexts.For(guidance);
        return new(message.Code, message.Detail, atMs, forMs);
    }

    /// <summary>Says nothing of what was measured.</summary>
    public override string ToString() => nameof(SessionCourse);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(SessionCourse))]
    sealed partial class CourseJson : JsonSerializerContext;
}
