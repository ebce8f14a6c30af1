using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What signals of injected video do under a policy that refuses on them.</summary>
public sealed class InjectionSuspectedTests
{
    static readonly ScriptedFace Person = new() { Eyes = ScriptedFace.BlinkAt(1.5) };
    static readonly DecisionOptions Guarded =
        new() { Passive = new LivenessPolicy { Blinks = 1, RefuseOn = ["pacing", "StillSensor"] } };

    [Fact]
    public void Without_a_policy_that_says_so_a_signal_refuses_nobody()
    {
        var session = new ScriptedSession();
        session.Machine.HandleSignal(new(SignalKind.Pacing, SignalState.Raised));

        session.Show(Person, 8);

        Assert.True(session.Decision!.Accepted);
        Assert.Contains(new AuthSignal(SignalKind.Pacing, SignalState.Raised), session.Decision.Signals);
    }

    [Theory]
    [InlineData(SessionPurpose.Enroll)]
    [InlineData(SessionPurpose.Verify)]
    [InlineData(SessionPurpose.Identify)]
    public void Refuses_where_it_would_have_accepted(SessionPurpose purpose)
    {
        var (plain, guarded) = (new ScriptedSession(purpose), new ScriptedSession(purpose, Guarded));
        guarded.Machine.HandleSignal(new(SignalKind.Pacing, SignalState.Raised));

        plain.Show(Person, 8);
        guarded.Show(Person, 8);

        Assert.Equal([ReasonCode.InjectionSuspected], guarded.Decision!.Reasons);
        Assert.Equal((null, null), (guarded.Stored, guarded.Searched));
        if (plain.Decision is { } accepted) Assert.Equal(accepted.Scores.FramesAnalysed, guarded.Decision.Scores.FramesAnalysed);
    }

    [Fact]
    public void Who_was_searched_for_meanwhile_is_not_accepted_either()
    {
        var session = new ScriptedSession(SessionPurpose.Identify, Guarded).Show(Person, 8);
        Assert.NotNull(session.Searched);

        session.Machine.HandleSignal(new(SignalKind.StillSensor, SignalState.Raised));
        session.Machine.HandleFound([new(session.Subject, 0.9f)], isAlive: true, session.Now);
        session.Drain(session.Now);

        session.AssertRefused(ReasonCode.InjectionSuspected);
    }

    [Fact]
    public void Is_named_first_where_time_runs_out()
    {
        var session = new ScriptedSession(options: Guarded);
        session.Machine.HandleSignal(new(SignalKind.StillSensor, SignalState.Raised));

        session.Show(new ScriptedFace(), 20);

        Assert.Equal([ReasonCode.InjectionSuspected, ReasonCode.NoSignOfLife], session.Decision!.Reasons);
    }

    [Theory]
    [InlineData(SignalKind.Pacing, SignalState.Clear)]
    [InlineData(SignalKind.Pacing, SignalState.Unknown)]
    [InlineData(SignalKind.Light, SignalState.Raised)]
    public void What_is_not_raised_or_not_listed_refuses_nobody(SignalKind kind, SignalState state)
    {
        var session = new ScriptedSession(options: Guarded);
        session.Machine.HandleSignal(new(kind, state));

        session.Show(Person, 8);

        Assert.True(session.Decision!.Accepted);
    }

    [Fact]
    public void Names_may_be_set_as_a_list()
    {
        var options = Configured("Decision:Strict:RefuseOn:0", "still_sensor");

        Assert.Equal(("still_sensor", 6), (Assert.Single(options.Strict.RefuseOn), options.Strict.Challenges));
    }

    [Fact]
    public void A_text_in_the_place_of_the_list_stops_the_host()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Configured("Decision:Strict:RefuseOn", "still_sensor"));

        Assert.Contains("Decision:Strict:RefuseOn:0", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("light_sequence")]
    [InlineData("3")]
    [InlineData("")]
    public void A_name_that_is_none_stops_the_host(string name)
    {
        var options = new DecisionOptions { Strict = new DecisionOptions().Strict with { RefuseOn = ["pacing", name] } };

        var fault = Assert.Single(new DecisionOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains($"Decision:Strict:RefuseOn knows no signal \"{name}\"", fault, StringComparison.Ordinal);
        Assert.Contains("repeated_pictures", fault, StringComparison.Ordinal);
    }

    static DecisionOptions Configured(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [name] = value }).Build();
        using var services = new ServiceCollection().AddLogging().AddFaceAuthPipeline(settings).BuildServiceProvider();
        return services.GetRequiredService<IOptions<DecisionOptions>>().Value;
    }
}
