using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding.Light;

/// <summary>What a policy makes of the light on the face.</summary>
public sealed class LightPolicyTests
{
    [Fact]
    public void Where_it_is_asked_for_the_relying_party_is_told_and_nothing_depends_on_it()
    {
        var (seen, unseen) = (Attend(LightUse.Ask, new(0.2)), Attend(LightUse.Ask, new(0)));

        Assert.True(seen.Decision!.Accepted);
        Assert.True(unseen.Decision!.Accepted);
        Assert.Equal(SignalState.Clear, StateOf(seen));
        Assert.Equal(SignalState.Unknown, StateOf(unseen));
        Assert.Single(seen.Events.OfType<AuthEvent.Light>());
    }

    [Fact]
    public void Where_it_is_needed_only_a_face_that_shows_it_is_accepted()
    {
        Assert.True(Attend(LightUse.Need, new(0.2)).Decision!.Accepted);
        Attend(LightUse.Need, new(0)).AssertRefused(ReasonCode.LightNotSeen);
    }

    [Fact]
    public void Where_it_is_needed_a_client_that_cannot_is_refused_at_once()
    {
        var session = Attend(LightUse.Need, new(0.2), canLight: false);

        session.AssertRefused(ReasonCode.LightNotSeen);
        Assert.True(session.Decision!.Scores.Duration < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_surround_that_is_not_asked_or_cannot_takes_no_colours(bool isAsked, bool canLight)
    {
        var session = Attend(isAsked ? LightUse.Ask : LightUse.Off, new(0.2), canLight);

        Assert.True(session.Decision!.Accepted);
        Assert.Empty(session.Events.OfType<AuthEvent.Light>());
        Assert.DoesNotContain(session.Wanted, wants => wants.HasFlag(FrameWants.Light));
    }

    [Fact]
    public void What_a_face_showed_before_it_was_lost_counts_for_nobody()
    {
        var session = Session(LightUse.Need, canLight: true);
        session.Lamp = new(0.2);
        session.Show(new ScriptedFace(), 5).Show(ScriptedFace.None, 3);

        session.Lamp = new(0);
        new ScriptedPerson(1).Attend(session);

        session.AssertRefused(ReasonCode.LightNotSeen);
    }

    [Fact]
    public void A_clock_that_leaps_costs_no_more_than_the_try_it_falls_into()
    {
        var standard = new DecisionOptions();
        var passive = standard.Passive with { Light = LightUse.Need, Window = TimeSpan.FromSeconds(20) };
        var session = new ScriptedSession(options: standard with { Passive = passive }, canLight: true)
        {
            Lamp = new(0.2),
            Delay = number => TimeSpan.FromMilliseconds(number > 20 ? 480 : 30),   // from then on the network queues
        };

        new ScriptedPerson(1).Attend(session);

        Assert.True(session.Decision!.Accepted, string.Join(", ", session.Decision.Reasons));
        Assert.Equal(2, session.Events.OfType<AuthEvent.Light>().Count());
    }

    static SignalState StateOf(ScriptedSession session) =>
        session.Decision!.Signals.Single(signal => signal.Kind == SignalKind.Light).State;

    static ScriptedSession Attend(LightUse use, LampedFace lamp, bool canLight = true)
    {
        var session = Session(use, canLight);
        session.Lamp = lamp;
        return new ScriptedPerson(1).Attend(session);
    }

    static ScriptedSession Session(LightUse use, bool canLight)
    {
        var standard = new DecisionOptions();
        return new(
            options: standard with { Standard = standard.Standard with { Light = use } }, policy: "standard", canPursue: true,
            canLight: canLight);
    }
}
