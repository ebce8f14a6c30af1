using FaceAuth.People.Numbers;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.People.Scenes;

/// <summary>Does what a challenge asks for, as a person would: reads it, moves, comes back.</summary>
/// <remarks>
/// Everything is added to the behaviour after the moment of asking, so that pictures already taken stay true. One thread at a time.
/// </remarks>
/// <param name="behaviour">Of the person in the scene.</param>
/// <param name="seed">Of reaction times and sizes.</param>
internal sealed class RespondingPerson(Behaviour behaviour, ulong seed)
{
    // beyond what counts (ChallengeOptions), as somebody who wants to be understood moves
    const float Turn = 26;
    const float Nod = 18;
    const float Mouth = 0.45f;
    const float Smile = 1.7f;

    readonly Dice _dice = new(seed, "answers");

    /// <summary>Hears a challenge.</summary>
    /// <param name="challenge">What is asked.</param>
    /// <param name="seconds">When, on the scene's clock.</param>
    public void Handle(AuthEvent.Challenge challenge, double seconds)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var start = seconds + _dice.Between(0.7f, 1.3f);
        // nobody blinks by chance while doing what was asked; in the film that would be luck, not proof
        behaviour.Closures.RemoveAll(closure => closure.Start > seconds && closure.Start < seconds + 5);
        switch (challenge.Kind)
        {
            case ChallengeKind.Blink:
                for (var i = 0; i < challenge.Count; i++)
                {
                    var closure = new Closure(start, _dice.Between(0.36f, 0.5f));
                    behaviour.Closures.Add(closure);
                    start = closure.End + _dice.Between(0.3f, 0.45f);
                }

                break;
            case ChallengeKind.TurnLeft:
                Move(MovementKind.Yaw, Turn);
                break;
            case ChallengeKind.TurnRight:
                Move(MovementKind.Yaw, -Turn);
                break;
            case ChallengeKind.NodUp:
                Move(MovementKind.Pitch, Nod);
                break;
            case ChallengeKind.NodDown:
                Move(MovementKind.Pitch, -Nod);
                break;
            case ChallengeKind.OpenMouth:
                Move(MovementKind.MouthOpen, Mouth);
                break;
            case ChallengeKind.Smile:
                Move(MovementKind.Smile, Smile);
                break;
            case ChallengeKind.MoveCloser:
                var distance = behaviour.At(seconds).Distance;
                Move(MovementKind.Closer, distance * (float)(1 - 1 / (1.08 * (challenge.Factor ?? 1.3))));
                break;
            case ChallengeKind.Pursuit:
                Follow(challenge.Path!, seconds + _dice.Between(0.25f, 0.4f));
                break;
        }

        // from place to place: each is left as the next is gone to
        void Follow(ChallengePath path, double from)
        {
            var go = path.Move.TotalSeconds * 1.15;
            var (turn, nod) = (_dice.Between(9, 15), _dice.Between(7, 11));
            for (var i = 0; i < path.Stops.Count; i++)
            {
                var stop = path.Stops[i];
                var at = from + stop.LeavesAt.TotalSeconds;
                var stay = i + 1 < path.Stops.Count ? from + path.Stops[i + 1].LeavesAt.TotalSeconds - at - go : 0.8;
                if (stop.X != 0) behaviour.Movements.Add(new(MovementKind.Yaw, at, go, stay, stop.X * turn));
                if (stop.Y != 0) behaviour.Movements.Add(new(MovementKind.Pitch, at, go, stay, stop.Y * nod));
            }
        }

        void Move(MovementKind kind, float size) =>
            behaviour.Movements.Add(new(kind, start, _dice.Between(0.4f, 0.6f), _dice.Between(0.5f, 0.7f), size));
    }
}
