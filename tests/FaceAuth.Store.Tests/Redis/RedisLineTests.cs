using System.Text;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

/// <summary>Questions from node to node over a real Redis.</summary>
public sealed class RedisLineTests : IAsyncLifetime
{
    RedisProcess _redis = null!;
    SharedNode _one = null!;
    SharedNode _other = null!;

    [Fact]
    public async Task A_question_is_answered_by_the_node_that_is_asked()
    {
        Listen(_other, said => "to " + said);

        Assert.Equal("to whom", await AskAsync(_one, _other, "whom"));
        Assert.True(await _one.Get<INodeLine>().IsHeardAsync(_other.Id));
    }

    [Fact]
    public async Task Nobody_is_heard_where_no_node_listens_and_nothing_is_known_without_Redis()
    {
        Assert.Null(await _one.Get<INodeLine>().AskAsync(Guid.NewGuid(), [1], default));
        Assert.False(await _one.Get<INodeLine>().IsHeardAsync(Guid.NewGuid()));
        await _redis.KillAsync();
        await _one.UntilAsync(isInUse: false);

        Assert.Null(await _one.Get<INodeLine>().AskAsync(_other.Id, [1], default));
        Assert.Null(await _one.Get<INodeLine>().IsHeardAsync(_other.Id));
    }

    [Fact]
    public async Task A_node_listens_again_when_Redis_is_back()
    {
        Listen(_other, said => said);
        await _redis.KillAsync();
        await _one.UntilAsync(isInUse: false);
        await _redis.StartAgainAsync();

        await SharedNode.UntilAsync(async () => await AskAsync(_one, _other, "there?") == "there?");
    }

    [Fact]
    public async Task What_passes_cannot_be_read_and_a_node_with_another_key_is_not_heard()
    {
        Listen(_other, said => said);
        await using var stranger = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _one.Link.Prefix), ("Secret", "another"));
        Listen(stranger, said => said);
        var passed = new TaskCompletionSource<byte[]>();
        await _one.Link.Connection.GetSubscriber().SubscribeAsync(
            StackExchange.Redis.RedisChannel.Pattern("*"), (_, message) => passed.TrySetResult((byte[])message!));

        Assert.Equal("a secret", await AskAsync(_one, _other, "a secret"));

        Assert.Equal(-1, (await passed.Task.WaitAsync(SharedNode.Patience)).AsSpan().IndexOf("a secret"u8));
        Assert.Null(await stranger.Get<INodeLine>().AskAsync(_other.Id, "a secret"u8.ToArray(), default));
    }

    [Fact]
    public async Task A_node_that_hears_and_says_nothing_holds_no_question_to_another()
    {
        await using var third = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _one.Link.Prefix));
        Listen(third, said => said);
        var frozen = new TaskCompletionSource<byte[]>();
        _other.Get<INodeLine>().Listen(_ => frozen.Task);
        await SharedNode.UntilAsync(async () => await _one.Get<INodeLine>().IsHeardAsync(_other.Id) is true);
        var held = Enumerable.Range(0, 64).Select(_ => _one.Get<INodeLine>().AskAsync(_other.Id, [1], default).AsTask()).ToList();

        Assert.Equal(48, held.Count(ask => ask.IsCompleted));   // told at once that there is no answer
        Assert.Equal("there?", await AskAsync(_one, third, "there?"));

        frozen.SetResult([2]);
        Assert.Equal(16, (await Task.WhenAll(held)).Count(answer => answer is [2]));
    }

    [Fact]
    public async Task What_is_too_long_is_not_sent()
    {
        Listen(_other, said => said);

        Assert.Null(await _one.Get<INodeLine>().AskAsync(_other.Id, new byte[INodeLine.MostBytes + 1], default));
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        var prefix = Guid.NewGuid().ToString("N");
        _one = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", prefix));
        _other = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", prefix));
        Listen(_one, said => said);   // who asks hears the answer as it hears questions
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    static void Listen(SharedNode node, Func<string, string> answer) => node.Get<INodeLine>().Listen(
        said => Task.FromResult(Encoding.UTF8.GetBytes(answer(Encoding.UTF8.GetString(said)))));

    /// <summary>Asks until the other listens.</summary>
    static async Task<string?> AskAsync(SharedNode node, SharedNode other, string what)
    {
        using var limit = new CancellationTokenSource(SharedNode.Patience);
        while (await node.Get<INodeLine>().IsHeardAsync(other.Id) is false) await Task.Delay(20, limit.Token);
        return await node.Get<INodeLine>().AskAsync(other.Id, Encoding.UTF8.GetBytes(what), default) is { } answer
            ? Encoding.UTF8.GetString(answer) : null;
    }
}
