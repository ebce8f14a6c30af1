using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Says what was wrong with a session that is refused, the weightiest first.</summary>
internal static class RefusalReasons
{
    // so many pictures with company, or without a face, or poor, make it worth naming
    const double CrowdedFrom = 0.1;
    const double FacelessFrom = 0.5;
    const double PoorFrom = 0.5;

    /// <summary>Names the reasons; never none.</summary>
    /// <param name="first">What ended the session, or null when time ran out.</param>
    /// <param name="evidence">What was seen.</param>
    /// <param name="options">Limits.</param>
    /// <param name="serverWasSlow">
    /// Whether the server could not look at enough pictures: then what was not seen is not held against the person.
    /// </param>
    public static IReadOnlyList<ReasonCode> Of(ReasonCode? first, EvidenceMachine evidence, DecisionOptions options, bool serverWasSlow)
    {
        var tally = evidence.Tally;
        var withFace = tally.Pictures - tally.Faceless - tally.Crowded;
        List<ReasonCode> reasons = [];
        var isTooLate = first is null or ReasonCode.ChallengeFailed || (first == ReasonCode.LightNotSeen && evidence.Light.IsSpent);
        Name(isTooLate && serverWasSlow, ReasonCode.ServerBusy);
        Name(first is not null && reasons.Count == 0, first.GetValueOrDefault());
        Name(isTooLate && evidence.IsInjected, ReasonCode.InjectionSuspected);
        var isLifeless = !serverWasSlow && !evidence.IsAlive && tally.GoodTime >= options.LifeNamedAfter;
        Name(evidence.IsSuspect, ReasonCode.SpoofSuspected);
        Name(tally.LeansNo(options.Match.Needed), ReasonCode.NotSamePerson);
        Name(evidence.Challenge.HasFailed && !serverWasSlow, ReasonCode.ChallengeFailed);
        Name(isLifeless, ReasonCode.NoSignOfLife);
        Name(first is null && evidence is { IsAlive: true, IsLit: false } && !serverWasSlow, ReasonCode.LightNotSeen);
        Name(isLifeless && evidence.LiveScore < options.Live.SuspectBelow, ReasonCode.SpoofSuspected);
        Name(tally.Crowded > 0 && tally.Crowded >= CrowdedFrom * tally.Pictures, ReasonCode.OneFaceOnly);
        Name(withFace > 0 && tally.Obstructed > 0 && tally.Obstructed >= options.Obstacle.NamedFrom * withFace, ReasonCode.FaceObstructed);
        Name(tally.Pictures > 0 && tally.Faceless >= FacelessFrom * tally.Pictures, ReasonCode.NoFace);
        Name(withFace > 0 && tally.Poor >= PoorFrom * withFace, ReasonCode.PoorQuality);
        Name(reasons.Count == 0, ReasonCode.TimedOut);
        return reasons;

        void Name(bool applies, ReasonCode reason)
        {
            if (applies && !reasons.Contains(reason)) reasons.Add(reason);
        }
    }
}
