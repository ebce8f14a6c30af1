using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Sessions;

/// <summary>Why a session ended as it did, and what happened in it, for whoever is asked by the person.</summary>
internal static class SessionWords
{
    /// <summary>What a reason means, and what helps.</summary>
    internal sealed record Reason(string Title, string Means, string Helps);

    const string NothingDecided = "Nothing was decided about the person.";

    static readonly Dictionary<string, Reason> Reasons = new()
    {
        [Wire.Name(ReasonCode.NoFace)] = new("No face", "No face was seen, or not for long enough.",
            "Sit in front of the camera, with the whole face in the oval. A covered lens or another camera looks the same from here."),
        [Wire.Name(ReasonCode.OneFaceOnly)] = new("More than one face", "Somebody else was in the picture.",
            "Be alone in front of the camera; pictures on the wall and faces on screens count."),
        [Wire.Name(ReasonCode.FaceObstructed)] = new("Covered face", "Something covered a part of the face.",
            "Take off mask, sunglasses or hat, and keep hair and hands away from eyes and mouth."),
        [Wire.Name(ReasonCode.PoorQuality)] = new("Pictures not good enough", "They were too small, dark, blurred or turned away.",
            "Find even light from the front, come closer and look straight ahead. Clean the lens."),
        [Wire.Name(ReasonCode.NoSignOfLife)] = new("No sign of life", "No blink or other movement of a living face was seen in time.",
            "Blink as usual. With glasses that mirror, turn away from lamps."),
        [Wire.Name(ReasonCode.ChallengeFailed)] = new("Task not done",
            "What was asked for was not seen in time, or something else was done.",
            "Wait for the words, then do only what they say. The timeline shows which task it was."),
        [Wire.Name(ReasonCode.LightNotSeen)] = new("Light not seen", "The colours of the page were not seen in the light on the face.",
            "Find a darker place, turn the screen brighter and come closer."),
        [Wire.Name(ReasonCode.SpoofSuspected)] = new("Looks like a picture or a screen",
            "The anti-spoof models took what they saw for a print, a screen or a mask. Doubt refuses: they are wrong at times.",
            "Find even light without reflections, and try again with another camera. If it stays so, verify the person in another way."),
        [Wire.Name(ReasonCode.InjectionSuspected)] = new("Video past the camera",
            "A signal says that the video did not come from a camera, and the policy refuses on it. The signals below say which.",
            "Use the device's own camera, and close programs that change its picture."),
        [Wire.Name(ReasonCode.NotSamePerson)] = new("Not the enrolled face",
            "The face was not similar enough to the one that is enrolled, or to any that was searched.",
            "Compare the similarity below with what it had to reach: a little less points to light, glasses or years; far less to somebody "
            + "else. Enrolling again in the usual light helps the first."),
        [Wire.Name(ReasonCode.KnownAsAnother)] = new("Enrolled under another name", "The face is another subject's of the same owner.",
            "Look whether the person has two names there, and erase the one that is not meant."),
        [Wire.Name(ReasonCode.TimedOut)] = new("Time ran out", "There was not enough evidence in time.",
            "Start again and hold still. Few counted pictures below point to the network or to light."),
        [Wire.Name(ReasonCode.NoVideo)] = new("No picture", "No picture arrived from the camera.",
            "Look whether another program has the camera, and whether the network lets UDP through."),
        [Wire.Name(ReasonCode.ServerBusy)] = new("Server too busy", "It could not look at enough pictures. " + NothingDecided,
            "Try again. If it happens often, the server needs more power, or fewer sessions at once."),
        [Wire.Name(ReasonCode.InternalError)] = new("Something broke", "A model or the store failed. " + NothingDecided,
            "The server's log says what, at the time below."),
        [Wire.Name(ReasonCode.StorageFull)] = new("Nothing can be stored", "The disk is full. " + NothingDecided, "Make room on the disk."),
        [Wire.Name(ReasonCode.StoreUnavailable)] = new("Database away", "The database did not answer. " + NothingDecided,
            "Look at the database and the network to it."),
    };

    static readonly Dictionary<string, Reason> Ends = new()
    {
        ["abandoned"] = new("Left behind", "It was begun and never ended, such as by a server that was stopped. " + NothingDecided,
            "Start again."),
        ["expired"] = new("Never begun", "Its token was not used in time. " + NothingDecided,
            "Send the person to the page as soon as the session is created."),
    };

    // of these the server is the cause, and the person is told nothing about themselves
    static readonly HashSet<string> ServersOwn =
    [
        Wire.Name(ReasonCode.ServerBusy), Wire.Name(ReasonCode.InternalError), Wire.Name(ReasonCode.StorageFull),
        Wire.Name(ReasonCode.StoreUnavailable),
    ];

    /// <summary>Whether an end says nothing about the person, though it is stored as a refusal.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="reason">The weightiest reason.</param>
    public static bool IsUndecided(string? outcome, string? reason) =>
        outcome == "rejected" && reason is not null && ServersOwn.Contains(reason);

    /// <summary>As <see cref="IsUndecided(string, string)"/>, of a session.</summary>
    public static bool IsUndecided(SessionRecord session) =>
        IsUndecided(session.Outcome, session.Reasons is [var first, ..] ? first : null);

    /// <summary>What a code of a reason or of an end means.</summary>
    public static Reason Of(string code)
    {
        if (Reasons.TryGetValue(code, out var reason) || Ends.TryGetValue(code, out reason)) return reason;
        return Refusals.All.FirstOrDefault(one => one.Code == code) is { } refusal
            ? new(refusal.Title, refusal.Text, "") : new(code, "", "");
    }

    /// <summary>How it stands in a word, and of which colour.</summary>
    public static (string Text, string Kind) StateOf(SessionRecord session) => (session.State, session.Outcome) switch
    {
        (SessionState.Created, _) => ("Waits for the browser", "quiet"),
        (SessionState.Claimed, _) => ("Runs", "mild"),
        (_, "accepted") => ("Accepted", "good"),
        (_, "rejected") => IsUndecided(session) ? ("Not decided", "quiet") : ("Refused", "bad"),
        (_, { } code) => (Of(code).Title, "quiet"),
        _ => ("Ended", "quiet"),
    };

    /// <summary>How far a session is, as a filter names it.</summary>
    public static string OfState(string state) => state switch
    {
        "created" => "waits for the browser",
        "claimed" => "runs",
        "ended" => "ended without a decision",
        _ => state,
    };

    /// <summary>What a step of the timeline says.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isUndecided">Whether the session's refusal says nothing about the person.</param>
    public static string Of(SessionTimeline.Step step, bool isUndecided = false) => step.Name switch
    {
        "offered" => "The browser's offer came",
        "connected" => "The connection stood",
        "channel_open" => "The data channel was open",
        "first_picture" => "The first picture arrived",
        "challenge" => $"Asked to {Task(step.Detail)}",
        "challenge_met" => "That was done",
        "challenge_missed" => "That was not done, or too late",
        "decided" => step.Detail == "accepted" ? "Accepted" : isUndecided ? "Ended without a decision" : "Refused",
        "ended" => $"Ended without a decision: {Of(step.Detail ?? "").Title}",
        _ => step.Name.Replace('_', ' '),
    };

    /// <summary>What a signal looks at.</summary>
    public static string Signal(string name) => name switch
    {
        "repeated_pictures" => "Pictures that come again",
        "still_sensor" => "A sensor's noise",
        "camera_clock" => "The camera's clock",
        "client_identity" => "What the browser says it is",
        "pacing" => "How pictures follow each other",
        "keyframe_answer" => "How a key picture was answered",
        "camera_probe" => "What the page knows of the camera",
        "light" => "The page's colours in the light",
        _ => name.Replace('_', ' '),
    };

    static string Task(string? kind) => kind switch
    {
        "pursuit" => "follow the dot with the nose",
        "move_closer" => "come closer",
        { } some => some.Replace('_', ' '),
        null => "do something",
    };
}
