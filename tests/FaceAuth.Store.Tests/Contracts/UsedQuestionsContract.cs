using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every store does with questions that were answered: each once, on all nodes, bounded, and not for ever.</summary>
public abstract class UsedQuestionsContract : IAsyncLifetime
{
    const string Owner = "user:1";

    private protected StoreUnderTest Store { get; set; } = null!;

    private protected StoreUnderTest OtherNode { get; set; } = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    DateTimeOffset Until => Store.Clock.GetUtcNow().AddMinutes(5);

    [Fact]
    public async Task A_question_is_used_once_whatever_node_is_asked()
    {
        Assert.True(await UseAsync(Store, "one"));
        Assert.False(await UseAsync(OtherNode, "one"));
        Assert.False(await UseAsync(Store, "one"));
        Assert.True(await UseAsync(OtherNode, "another"));
    }

    [Fact]
    public async Task Of_many_answers_at_the_same_time_on_two_nodes_one_counts()
    {
        for (var round = 0; round < 5; round++)
        {
            var question = $"question {round}";

            var answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => Task.Run(() => UseAsync(i % 2 == 0 ? Store : OtherNode, question))));

            Assert.Single(answers, isUsed => isUsed);
        }
    }

    [Fact]
    public async Task An_account_s_are_bounded_and_refused_beyond_and_no_other_s()
    {
        for (var i = 0; i < UsedQuestions.MostOfOwner; i++) Assert.True(await UseAsync(Store, $"{i}"));

        Assert.False(await UseAsync(Store, "one more"));
        Assert.True(await UseAsync(Store, "somebody else's", "user:2"));
        Assert.True(await UseAsync(Store, "anybody's", ""));
    }

    [Fact]
    public async Task What_has_run_out_is_forgotten_with_the_next_one_and_by_retention()
    {
        await UseAsync(Store, "mine");
        await UseAsync(Store, "somebody else's", "user:2");
        Store.Clock.Advance(TimeSpan.FromMinutes(5));

        await UseAsync(Store, "next");

        Assert.Equal(2, await Store.QueryAsync(c => c.UsedQuestions.CountAsync()));
        await Store.Get<IRetention>().RunAsync(_ => { }, Cancellation);
        Assert.Equal(1, await Store.QueryAsync(c => c.UsedQuestions.CountAsync()));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    Task<bool> UseAsync(StoreUnderTest node, string question, string owner = Owner) =>
        node.Get<IUsedQuestions>().TryUseAsync(question, owner, Until, Cancellation).AsTask();
}
