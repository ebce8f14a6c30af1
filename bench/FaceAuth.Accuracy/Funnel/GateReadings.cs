using FaceAuth.Accuracy.Examining;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Says by which measure a picture was lost that the decision's own gate refuses. It decides nothing itself.</summary>
/// <param name="gate">Decides.</param>
/// <param name="limits">Its limits.</param>
/// <param name="live">Below which score a picture counts as a bad one.</param>
/// <param name="coveredAt">The landmarker's margin, where the limits have none.</param>
internal sealed class GateReadings(FaceGate gate, FaceGateOptions limits, LiveScoreOptions live, float coveredAt)
{
    const string NotFound = "no face found", Crowd = "several faces", Side = "on its side", Live = "live score";

    /// <summary>All gates, in the order in which the pipeline asks.</summary>
    public static readonly IReadOnlyList<string> Order =
    [
        Crowd, Side, NotFound, "face not sure: mesh", "face not sure: both", "beyond the border", "tilted by 60°", "light",
        "colour", "shadow on eyes or mouth", "eye covered: points", "eye covered: light", "nose covered: points",
        "mouth covered: points", "mouth covered: light", "mask", "size", "too large", "cheek or chin beyond", "sharpness", "turned",
        "nodded", "tilted", Live,
    ];

    /// <summary>Whether a gate asks how much, rather than yes or no.</summary>
    public static bool HasMeasure(string gate) => gate is not (NotFound or Side);

    readonly float _coveredAt = limits.CoveredAt ?? coveredAt;

    /// <param name="examiners">Whose gate.</param>
    /// <param name="decision">Its limits.</param>
    /// <param name="policy">Under which policy, by name.</param>
    public static GateReadings Of(FaceExaminers examiners, DecisionOptions decision, string policy) =>
        new(examiners.Judge, decision.Gate, decision.Policy(policy)!.Live(decision.Live), examiners.CoveredAt);

    /// <summary>Where the picture is lost; null where it counts.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="found">The faces found in it; empty where they are not known.</param>
    /// <param name="beyond">All gates that it fails, the one where it is lost among them; none where it has no single face.</param>
    public GateReading? Lost(FrameEvidence frame, ReadOnlySpan<DetectedFace> found, out IReadOnlyList<string> beyond)
    {
        var flaw = gate.Judge(frame);
        List<GateReading> failed = [.. All(frame).Where(reading => reading.IsBeyond)];
        beyond = [.. failed.Select(reading => reading.Gate)];
        GateReading? lost = flaw switch
        {
            FrameFlaw.ManyFaces => new(Crowd, flaw, ShareOfOther(frame, found), limits.OtherFaceShare),
            FrameFlaw.NoFace when frame.Faces == 0 => new(NotFound, flaw, 0, 1, IsLeast: true),
            FrameFlaw.OnItsSide when frame.IsOnItsSide => new(Side, flaw, 1, 0),
            _ => Weightiest(failed.Where(reading => reading.Flaw == flaw)),
        };
        // a flaw that no measure here tells, such as one the gate has learnt since, still is one
        return lost ?? (flaw == FrameFlaw.None ? null : new GateReading(flaw.ToString(), flaw, 0, 0));
    }

    // the largest of the others, in widths of the main face; they count from the limit on
    double ShareOfOther(FrameEvidence frame, ReadOnlySpan<DetectedFace> found)
    {
        var largest = 0f;
        foreach (var face in found)
        {
            if (face.Score >= limits.OtherFaceScore && face.Box != frame.Box) largest = MathF.Max(largest, face.Box.Width);
        }

        return largest / frame.Box.Width;
    }

    static GateReading? Weightiest(IEnumerable<GateReading> failed)
    {
        GateReading? most = null;
        foreach (var reading in failed)
        {
            // covers and turns are asked for all at once, the rest one after another
            var isAtOnce = reading.Flaw is FrameFlaw.Obstructed or FrameFlaw.TurnedAway;
            if (most is null || (isAtOnce && reading.Excess > most.Value.Excess)) most = reading;
        }

        return most;
    }

    IEnumerable<GateReading> All(FrameEvidence frame)
    {
        if (frame.Faces != 1) yield break;
        if (frame.Mesh is { } mesh)
        {
            yield return new("face not sure: mesh", FrameFlaw.NoFace, mesh.Presence, limits.Presence, IsLeast: true);
            if (frame.Certainty is { } sure)
                yield return new("face not sure: both", FrameFlaw.NoFace, sure, limits.ConfirmAt, IsLeast: true);
            yield return new("tilted by 60°", FrameFlaw.OnItsSide, Math.Abs(mesh.Points.Tilt) * 180 / Math.PI, 60);
        }

        yield return new("beyond the border", FrameFlaw.CutOff, FaceGate.CutOff(frame), limits.MaxCutOff);
        if (frame.Quality is { } quality)
        {
            yield return new("light", FrameFlaw.TooDark, quality.Light, limits.MinLight, IsLeast: true);
            if (gate.CoverOf(frame) != Cover.None)
                yield return new("shadow on eyes or mouth", FrameFlaw.TooDark, quality.Light, limits.ShadowBelow, IsLeast: true);
        }

        if (frame.Colour is { } colour) yield return new("colour", FrameFlaw.Colourless, colour, limits.MinColour, IsLeast: true);
        foreach (var cover in Covers(frame)) yield return cover;
        yield return new(
            "size", FrameFlaw.TooSmall, frame.Box.Width, Math.Max(limits.MinWidth, limits.MinShare * Math.Min(frame.Width, frame.Height)),
            IsLeast: true);
        yield return new("too large", FrameFlaw.TooLarge, frame.Box.Height / frame.Unit, limits.MaxShare);
        if (FaceGate.Hidden(frame) is { } hidden) yield return new("cheek or chin beyond", FrameFlaw.CutOff, hidden, limits.MaxHidden);
        if (frame.Quality?.Sharpness is { } sharpness)
            yield return new("sharpness", gate.BlurOf(frame), sharpness, frame.SharpFrom ?? limits.MinSharpness, IsLeast: true);
        if (frame.Pose is { } pose)
        {
            yield return new("turned", FrameFlaw.TurnedAway, Math.Abs(pose.Yaw), limits.MaxYaw);
            yield return new("nodded", FrameFlaw.TurnedAway, Math.Abs(pose.Pitch), limits.MaxPitch);
            yield return new("tilted", FrameFlaw.TurnedAway, Math.Abs(pose.Roll), limits.MaxRoll);
        }

        if (frame.Spoof is { } spoof) yield return new(Live, FrameFlaw.None, spoof.Live, live.BadBelow, IsLeast: true);
    }

    IEnumerable<GateReading> Covers(FrameEvidence frame)
    {
        if (frame.Obstacle is not { } points || gate.CoverOf(frame) == Cover.None) yield break;
        yield return new("eye covered: points", FrameFlaw.Obstructed, points.Eyes, _coveredAt);
        yield return new("nose covered: points", FrameFlaw.Obstructed, points.Nose, _coveredAt);
        yield return new("mouth covered: points", FrameFlaw.Obstructed, points.Mouth, _coveredAt);
        if (frame.Mask is { } mask) yield return new("mask", FrameFlaw.Obstructed, mask, limits.MaskAt);
        if (frame.Covered is not { } covered) yield break;
        yield return new("eye covered: light", FrameFlaw.Obstructed, covered.Eyes, limits.EyeCoveredAt);
        yield return new("mouth covered: light", FrameFlaw.Obstructed, covered.Mouth, limits.MouthCoveredAt);
    }
}
