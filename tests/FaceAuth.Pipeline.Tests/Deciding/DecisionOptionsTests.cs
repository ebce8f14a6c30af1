using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>What a configuration may ask for.</summary>
public sealed class DecisionOptionsTests
{
    [Fact]
    public void Its_defaults_are_valid()
    {
        Assert.True(new DecisionOptionsValidator().Validate(null, new DecisionOptions()).Succeeded);
        Assert.True(new PipelineOptionsValidator().Validate(null, new PipelineOptions()).Succeeded);
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        var options = new DecisionOptions
        {
            FaceWithin = TimeSpan.Zero,
            Passive = new LivenessPolicy(),
            Live = new LiveScoreOptions { AcceptAt = 0.2f },
            Blink = new BlinkOptions { ClosedAt = 3 },
        };

        var faults = new DecisionOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Contains(faults, fault => fault.Contains(nameof(DecisionOptions.FaceWithin), StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("a photo would pass", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("Decision:Live:RejectAt", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains(nameof(BlinkOptions.ClosedAt), StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_that_is_guessed_too_easily_is_none()
    {
        var options = new DecisionOptions { Standard = new LivenessPolicy { Challenges = 2 } };

        var faults = new DecisionOptionsValidator().Validate(null, options).Failures!;

        Assert.Contains(faults, fault => fault.Contains("Decision:Standard can be answered by chance once in 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Strict_asks_for_more_than_standard_in_every_way()
    {
        var (standard, strict, live) = (new DecisionOptions().Standard, new DecisionOptions().Strict, new LiveScoreOptions());

        Assert.True(
            strict.Challenges > standard.Challenges && strict.Misses < standard.Misses && strict.MatchMargin > standard.MatchMargin);
        Assert.True(strict.GuessChance() < standard.GuessChance() / 10);
        Assert.True(strict.Live(live).Needed > live.Needed && strict.Live(live).Over > live.Over);
    }

    [Theory]
    [InlineData("passive", true)]
    [InlineData("standard", true)]
    [InlineData("strict", true)]
    [InlineData("Passive", false)]
    [InlineData("", false)]
    public void A_policy_goes_by_its_name(string name, bool known) => Assert.Equal(known, new DecisionOptions().Policy(name) is not null);
}
