using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

/// <summary>A reader hears every node, and is told when it may have missed something.</summary>
public sealed class MissedChangesTests : IAsyncLifetime
{
    readonly string _prefix = Guid.NewGuid().ToString("N");
    RedisProcess _redis = null!;
    SharedNode _one = null!;
    SharedNode _other = null!;

    [Fact]
    public async Task A_message_reaches_the_other_node_once()
    {
        using var reader = _other.Changes.Subscribe("index");
        await ReadAsync(reader);

        await _one.Changes.PublishAsync("index", new byte[] { 7 });
        await _one.Changes.PublishAsync("index", new byte[] { 8 });

        Assert.Equal([7], (await ReadAsync(reader)).Message.ToArray());
        Assert.Equal([8], (await ReadAsync(reader)).Message.ToArray());
    }

    [Fact]
    public async Task After_a_restart_of_the_server_every_reader_looks_at_everything()
    {
        using var reader = _other.Changes.Subscribe("index");
        await ReadAsync(reader);

        await _redis.KillAsync();
        await _one.UntilAsync(isInUse: false);
        await _one.Changes.PublishAsync("index", new byte[] { 7 });
        await _redis.StartAgainAsync();

        Assert.Equal(ChangeKind.Resynchronise, (await ReadAsync(reader)).Kind);
        await _one.UntilAsync(isInUse: true);
        await SharedNode.UntilAsync(async () =>
        {
            await _one.Changes.PublishAsync("index", new byte[] { 8 });
            return (await ReadAsync(reader)).Message.Span is [8];
        });
    }

    [Fact]
    public async Task Where_a_subscription_alone_is_cut_no_message_is_lost_in_silence()
    {
        using var reader = _other.Changes.Subscribe("index");
        await ReadAsync(reader);

        for (byte i = 0; i < 10; i++)
        {
            await _redis.AskAsync("CLIENT KILL TYPE pubsub");
            await _one.Changes.PublishAsync("index", new[] { i });

            Change heard;
            do heard = await ReadAsync(reader);
            while (heard.Kind == ChangeKind.Message && heard.Message.Span[0] < i);
        }
    }

    [Fact]
    public async Task Without_the_server_a_nodes_own_readers_hear_it()
    {
        using var reader = _one.Changes.Subscribe("index");
        await ReadAsync(reader);
        await _redis.KillAsync();

        await _one.Changes.PublishAsync("index", new byte[] { 7 });

        Assert.Equal([7], (await ReadAsync(reader)).Message.ToArray());
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _one = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _prefix));
        await _one.HearsAsync();
        _other = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _prefix));
        await _other.HearsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    static async Task<Change> ReadAsync(IChangeReader reader) => await reader.ReadAsync(default).AsTask().WaitAsync(SharedNode.Patience);
}
