using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>What challenges see in real clips.</summary>
public sealed class MovementTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(ChallengeKind.Smile, nameof(MovementStep.Made))]
    [InlineData(ChallengeKind.TurnLeft, nameof(MovementStep.Wrong))]
    [InlineData(ChallengeKind.OpenMouth, nameof(MovementStep.Wrong))]
    public void A_real_smile_answers_what_asks_for_it_and_nothing_else(ChallengeKind asked, string step) =>
        Assert.Equal(step, First("single_face.mp4", asked).ToString());

    [Theory]
    [InlineData(ChallengeKind.TurnLeft)]
    [InlineData(ChallengeKind.MoveCloser)]
    public void A_calm_face_answers_nothing(ChallengeKind asked) =>
        Assert.Equal(MovementStep.None, First("opendbm_subj01.mp4", asked));

    // at 15 pictures a second; calm is the mean of the first third of a second
    MovementStep First(string clip, ChallengeKind asked)
    {
        var options = new ChallengeOptions();
        var (calm, movement) = (new CalmMachine(options), new MovementMachine(options));
        var frame = 0;
        var series = EyeSeries.Read("permissive", "video/" + clip, searchEvery: 1);
        foreach (var mesh in series.Concat(series.Take(16)))   // the smile lasts to the clip's end: begins anew
        {
            if (frame++ % 2 != 0 || mesh is not { } seen) continue;
            var face = Reading(seen, frame);
            if (frame < 10)
            {
                calm.Handle(face);
                movement.Ask(calm.Face, asked, options.CloserBy);
                continue;
            }

            var step = movement.Handle(face);
            if (step == MovementStep.None) continue;
            output.WriteLine($"{clip}: {step} at frame {frame}: {Movement.Of(calm.Face, face, options, options.CloserBy)}");
            return step;
        }

        return MovementStep.None;
    }

    static FaceReading Reading(in MeshResult mesh, int frame)
    {
        var at = TimeSpan.FromSeconds(frame / 30.0);
        var shape = mesh.Shape;
        return new(new(at, at), shape.Angles.Yaw, shape.Angles.Pitch, shape.MouthOpen, shape.MouthWidth, shape.EyeSpan, 0.4f);
    }
}
