using FaceAuth.Accuracy.Playing;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.People.Measuring;

/// <summary>
/// A rendered person takes part in a session: hears its challenges and answers them, on a clock that moves with the pictures.
/// </summary>
/// <param name="player">The production pipeline.</param>
/// <param name="camera">Films.</param>
internal sealed class Attendance(SessionPlayer player, SceneCamera camera)
{
    const int Rate = 15;

    // Longer than any policy takes.
    const double Longest = 120;

    /// <summary>Plays a session to its decision.</summary>
    /// <param name="purpose">Enrol, verify or identify.</param>
    /// <param name="subject">Whom.</param>
    /// <param name="policy">Liveness policy by name.</param>
    /// <param name="scene">What the camera sees.</param>
    /// <param name="person">Who answers; null for somebody who does not.</param>
    /// <param name="recording">Keeps what is seen; null for nobody.</param>
    /// <exception cref="InvalidOperationException">The session never decides.</exception>
    public async Task<SessionOutcome> PlayAsync(
        SessionPurpose purpose, Guid? subject, string policy, IScene scene, RespondingPerson? person, SessionRecording? recording = null)
    {
        var clock = (SteppedClock)player.Time;
        await using var run = await player.OpenAsync(purpose, subject, policy);
        run.ReportsEveryPicture = true;
        recording?.Watch(run);
        List<AuthEvent> events = [];
        var began = clock.GetElapsedTime(0);
        var heard = 0;
        foreach (var picture in camera.Film(scene, Rate, Longest))
        {
            var ahead = began + picture.At - clock.GetElapsedTime(0);
            if (ahead > TimeSpan.Zero) clock.Advance(ahead);
            picture.Frame.ReceivedAt = clock.GetElapsedTime(0);
            picture.Frame.RtpTimestamp = (uint)(long)(picture.At.TotalSeconds * 90_000);
            run.Offer(picture.Frame);
            if (await SessionPlayer.ReadAsync(run, events, seen => seen is AuthEvent.Analysed) is { } decision)
                return new(decision, events, run.Snapshot());
            for (; heard < events.Count; heard++)
                if (events[heard] is AuthEvent.Challenge challenge) person?.Handle(challenge, picture.At.TotalSeconds);
        }

        throw new InvalidOperationException($"The session did not decide within {Longest} s.");
    }
}
