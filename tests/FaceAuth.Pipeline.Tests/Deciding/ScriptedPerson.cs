using System.Numerics;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Somebody who does as asked, or what was fixed beforehand.</summary>
/// <remarks>
/// Reads four words, eight of them for blinks, at 238 a minute (Brysbaert, "How many words do we read per minute?", 2019), chooses among
/// ten (Hick, "On the rate of gain of information", 1952: 0.2 s and 0.15 s a bit), both with the right skew of reaction times; the network
/// and the screen add 120 ms. Blinks 17 times a minute (Bentivoglio et al., "Analysis of blink rate patterns in normal subjects", 1997).
/// How far and how fast people move is assumed: see <see cref="Plan"/>. The face trembles as the mesh does on clips of calm faces.
/// </remarks>
internal sealed class ScriptedPerson(int seed)
{
    static readonly ScriptedFace Face = new();

    readonly Random _random = new(seed);
    Movement? _movement;
    Pursuit? _pursuit;
    double _nextBlink = -1;
    double _blinkTook;
    bool _wasToldToBlink;

    /// <summary>Whether blinks of their own accord come in between.</summary>
    public bool Blinks { get; init; } = true;

    /// <summary>Whether they are told to blink; some clients show no guidance.</summary>
    public bool IsGuided { get; init; } = true;

    /// <summary>What this person does at each challenge, whatever is asked; null to do as asked.</summary>
    public Func<AuthEvent.Challenge>? InsteadOf { get; init; }

    /// <summary>Time from a challenge to the movement, in seconds; null draws it as described.</summary>
    public double? Delay { get; init; }

    /// <summary>What their browser makes of the picture's size at a time.</summary>
    public Func<double, float> Resolution { get; init; } = _ => 1;

    /// <summary>Challenges that this person lets pass: somebody else was asked.</summary>
    public int Heard { get; init; }

    /// <summary>Runs a session with this person until it decides.</summary>
    public ScriptedSession Attend(ScriptedSession session, List<ScriptedFace>? record = null)
    {
        var heard = Heard;
        while (session.Decision is null)
        {
            var now = session.Now.TotalSeconds;
            if (session.Asked.Count > heard)
            {
                heard = session.Asked.Count;
                Hear(session.Asked[^1], now);
            }

            if (Blinks && IsGuided && !_wasToldToBlink && session.Guidance.Contains(GuidanceCode.Blink))
                (_wasToldToBlink, _nextBlink, _blinkTook) = (true, now + Reacts(words: 1), Between(0.15, 0.3));
            var face = At(now);
            record?.Add(face);
            session.Picture(face, 0);
        }

        return session;
    }

    /// <summary>Is asked for something.</summary>
    public void Hear(AuthEvent.Challenge asked, double now)
    {
        var heard = InsteadOf?.Invoke() ?? asked;
        if (heard.Path is { } path)
            _pursuit = new(path, now, Between(0.15, 0.35), (float)Between(6, 16), (float)Between(4, 11), Between(0.1, 0.3));
        else _movement = Plan(heard, now);
    }

    /// <summary>What the camera sees.</summary>
    public ScriptedFace At(double now)
    {
        var face = Face with
        {
            Yaw = Noise(0.3f),
            Pitch = -5 + Noise(0.4f),
            MouthOpen = 0.01f + MathF.Abs(Noise(0.004f)),
            MouthWidth = 0.56f * (1 + Noise(0.012f)),
            Growth = 1 + Noise(0.008f),
        };
        var eyes = Blinks ? BlinkNow(now) : 1;
        if (_pursuit is { } pursuit)
        {
            var (yaw, pitch) = pursuit.At(now);
            face = face with { Yaw = face.Yaw + yaw, Pitch = face.Pitch + pitch };
        }

        if (_movement is { } movement && now >= movement.From)
        {
            var since = now - movement.From;
            var swing = (float)Math.Max(0, Math.Sin(Math.PI * Math.Min(1, since / movement.Takes)));
            var far = movement.Far * MathF.Min(1, 1.35f * swing);   // held a while at its farthest
            face = movement.Kind switch
            {
                ChallengeKind.TurnLeft => face with { Yaw = face.Yaw + far },
                ChallengeKind.TurnRight => face with { Yaw = face.Yaw - far },
                ChallengeKind.NodUp => face with { Pitch = face.Pitch + far },
                ChallengeKind.NodDown => face with { Pitch = face.Pitch - far },
                ChallengeKind.OpenMouth => face with { MouthOpen = face.MouthOpen + far },
                ChallengeKind.Smile => face with { MouthWidth = face.MouthWidth * (1 + far), MouthOpen = face.MouthOpen + far / 3 },
                // comes closer, waits for a second, goes back
                ChallengeKind.MoveCloser => face with { Growth = face.Growth * (1 + far) },
                _ => face,
            };
            if (movement.Kind == ChallengeKind.Blink)
            {
                var within = since % movement.Takes;
                var isShut = since < movement.Count * movement.Takes && within < movement.Far;
                eyes = Math.Min(eyes, isShut ? Lid(within, movement.Far) : 1);
            }
        }

        return face with { Eyes = _ => (float)eyes, Resolution = Resolution(now) };
    }

    Movement Plan(AuthEvent.Challenge asked, double now)
    {
        var words = asked.Kind == ChallengeKind.Blink ? 8 : 4;
        var delay = Delay ?? Reacts(words);
        var (far, takes) = asked.Kind switch
        {
            ChallengeKind.TurnLeft or ChallengeKind.TurnRight => (Between(28, 45), Between(1.4, 2.4)),
            ChallengeKind.NodUp or ChallengeKind.NodDown => (Between(15, 25), Between(1.0, 1.8)),
            ChallengeKind.OpenMouth => (Between(0.4, 0.7), Between(1.0, 1.8)),
            ChallengeKind.Smile => (Between(0.22, 0.4), Between(1.2, 2.2)),
            ChallengeKind.MoveCloser => ((asked.Factor ?? 1.4) * Between(1.05, 1.2) - 1, Between(2.0, 3.0)),
            _ => (Between(0.6, 1.2), 0.0),   // seconds, from open to open, when asked for one
        };
        if (asked.Kind == ChallengeKind.Blink) takes = far + Between(0.3, 0.7);
        return new(asked.Kind, asked.Count, now + delay, (float)far, takes);
    }

    double Reacts(int words) =>
        0.12 + words * 60.0 / 238 + 0.2 + 0.15 * Math.Log2(10) + Noise(0.06f) - 0.2 * Math.Log(1 - _random.NextDouble());

    double BlinkNow(double now)
    {
        if (_nextBlink < 0 || now > _nextBlink + _blinkTook)
            (_nextBlink, _blinkTook) = (now + 0.3 - 60.0 / 17 * Math.Log(1 - _random.NextDouble()), Between(0.1, 0.3));
        return now < _nextBlink ? 1 : Lid(now - _nextBlink, _blinkTook);
    }

    // down in 66 ms, up in 100
    static double Lid(double since, double took) => Math.Max(0.1, 1 - Math.Min(since / 0.066, Math.Max(0, took - since) / 0.1));

    double Between(double least, double most) => least + (most - least) * _random.NextDouble();

    float Noise(float deviation) =>
        deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    /// <summary>
    /// A mark that is followed with the nose: seen after the network's 120 ms, followed late and smoothly, as far as the screen is wide.
    /// </summary>
    sealed class Pursuit(ChallengePath path, double heard, double reacts, float turn, float nod, double smooth)
    {
        const double Step = 0.005;

        double _time;
        Vector2 _head;

        public (float Yaw, float Pitch) At(double now)
        {
            for (; _time < now - heard; _time += Step) _head += (MarkAt(_time - 0.12 - reacts) - _head) * (float)(Step / smooth);
            return (turn * _head.X, nod * _head.Y);
        }

        Vector2 MarkAt(double time)
        {
            var (from, to, share) = (Vector2.Zero, Vector2.Zero, 1.0);
            foreach (var stop in path.Stops)
            {
                var since = time - stop.LeavesAt.TotalSeconds;
                if (since < 0) break;
                (from, to, share) = (to, new Vector2(stop.X, stop.Y), Math.Min(1, since / path.Move.TotalSeconds));
            }

            return Vector2.Lerp(from, to, (float)(share * share * share * (10 + share * (6 * share - 15))));
        }
    }

    readonly record struct Movement(ChallengeKind Kind, int Count, double From, float Far, double Takes);
}
