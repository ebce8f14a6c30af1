using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store's kept answers do: a key has one request and one answer, on all nodes, for a day.</summary>
public abstract class KeptAnswersContract : IAsyncLifetime
{
    const string Owner = "rp:1";
    const string Secret = """{"apiKey":"fa_secret"}""";

    private protected StoreUnderTest Store { get; set; } = null!;

    private protected StoreUnderTest OtherNode { get; set; } = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_gets_the_answer_that_it_got_on_whatever_node()
    {
        var begun = await BeginAsync(Store, "body");
        await Store.Get<IKeptAnswers>().CompleteAsync(begun, Secret, Cancellation);

        var again = await BeginAsync(OtherNode, "body");

        Assert.Equal((AnswerState.Begun, AnswerState.Kept, Secret), (begun.State, again.State, again.Answer));
        Assert.Equal(AnswerState.Other, (await BeginAsync(Store, "another body")).State);
        Assert.Equal(AnswerState.Begun, (await BeginAsync(Store, "body", owner: "rp:2")).State);
    }

    [Fact]
    public async Task Of_two_at_the_same_time_one_is_begun()
    {
        var both = await Task.WhenAll(BeginAsync(Store, "body"), BeginAsync(OtherNode, "body"));

        Assert.Equal([AnswerState.Begun, AnswerState.InFlight], both.Select(one => one.State).Order());
    }

    [Fact]
    public async Task A_key_is_free_again_when_nothing_is_kept_when_its_node_died_and_after_a_day()
    {
        var answers = Store.Get<IKeptAnswers>();
        await answers.ForgetAsync(await BeginAsync(Store, "body"), Cancellation);
        var left = await BeginAsync(Store, "body");
        Assert.Equal(AnswerState.Begun, left.State);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));

        var taken = await BeginAsync(Store, "body");

        Assert.Equal(AnswerState.Begun, taken.State);
        await answers.CompleteAsync(left, "of the node that was thought dead", Cancellation);
        Assert.Equal(AnswerState.InFlight, (await BeginAsync(Store, "body")).State);
        await answers.CompleteAsync(taken, Secret, Cancellation);
        Store.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(AnswerState.Begun, (await BeginAsync(Store, "another body")).State);
    }

    [Fact]
    public async Task An_answer_does_not_lie_in_clear_and_one_that_was_altered_is_none()
    {
        await Store.Get<IKeptAnswers>().CompleteAsync(await BeginAsync(Store, "body"), Secret, Cancellation);
        var row = await Store.QueryAsync(context => context.KeptAnswers.AsNoTracking().SingleAsync(Cancellation));
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(row.SealedAnswer!), StringComparison.Ordinal);
        row.SealedAnswer![20] ^= 1;
        await Store.QueryAsync(context => context.KeptAnswers
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SealedAnswer, row.SealedAnswer), Cancellation));

        Assert.Equal(AnswerState.Begun, (await BeginAsync(Store, "body")).State);
    }

    [Fact]
    public async Task Retention_deletes_what_is_older_than_a_day()
    {
        await Store.Get<IKeptAnswers>().CompleteAsync(await BeginAsync(Store, "body"), Secret, Cancellation);
        Store.Clock.Advance(TimeSpan.FromHours(25));

        await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);

        Assert.False(await Store.QueryAsync(context => context.KeptAnswers.AnyAsync(Cancellation)));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    static Task<AnswerBeginning> BeginAsync(StoreUnderTest store, string request, string owner = Owner) =>
        store.Get<IKeptAnswers>().BeginAsync(owner, "a-key-of-mine", request, Cancellation).AsTask();
}
