using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every change feed does.</summary>
public abstract class ChangeFeedContract : IAsyncLifetime
{
    readonly string _topic = "t" + Guid.NewGuid().ToString("N");

    protected abstract IChangeFeed Changes { get; }

    [Fact]
    public async Task A_reader_looks_at_everything_first_and_then_hears_each_message_in_order()
    {
        using var reader = await ReaderAsync();

        for (byte i = 0; i < 100; i++) await Changes.PublishAsync(_topic, new[] { i });

        for (byte i = 0; i < 100; i++) Assert.Equal([i], (await NextAsync(reader)).ToArray());
    }

    [Fact]
    public async Task Every_reader_of_a_topic_hears_it_and_nobody_else()
    {
        using var one = await ReaderAsync();
        using var other = await ReaderAsync();
        using var elsewhere = await ReaderAsync(_topic + "x");

        await Changes.PublishAsync(_topic, new byte[] { 1 });
        await Changes.PublishAsync(_topic + "x", new byte[] { 2 });

        Assert.Equal([1], (await NextAsync(one)).ToArray());
        Assert.Equal([1], (await NextAsync(other)).ToArray());
        Assert.Equal([2], (await NextAsync(elsewhere)).ToArray());
    }

    [Fact]
    public async Task Who_reads_too_slowly_is_told_to_look_at_everything_anew()
    {
        using var reader = await ReaderAsync();

        for (var i = 0; i <= ChangeReader.Capacity; i++) await Changes.PublishAsync(_topic, new byte[] { 1 });

        Assert.Equal(ChangeKind.Resynchronise, (await ReadAsync(reader)).Kind);
        await Changes.PublishAsync(_topic, new byte[] { 2 });
        Assert.Equal([2], (await NextAsync(reader)).ToArray());
    }

    [Fact]
    public async Task Takes_messages_of_4_KiB_and_no_more()
    {
        using var reader = await ReaderAsync();

        await Changes.PublishAsync(_topic, new byte[4096]);

        Assert.Equal(4096, (await NextAsync(reader)).Length);
        await Assert.ThrowsAsync<ArgumentException>(() => Changes.PublishAsync(_topic, new byte[4097]).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Changes.PublishAsync("", default).AsTask());
        Assert.Throws<ArgumentException>(() => Changes.Subscribe(new string('t', 65)));
    }

    [Fact]
    public async Task What_is_published_does_not_change_with_the_publishers_memory()
    {
        using var reader = await ReaderAsync();
        byte[] message = [1];

        await Changes.PublishAsync(_topic, message);
        message[0] = 2;

        Assert.Equal([1], (await NextAsync(reader)).ToArray());
    }

    [Fact]
    public async Task Disposing_ends_a_read_that_waits()
    {
        var reader = await ReaderAsync();

        var waiting = reader.ReadAsync(default).AsTask();
        reader.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    async Task<IChangeReader> ReaderAsync(string? topic = null)
    {
        var reader = Changes.Subscribe(topic ?? _topic);
        Assert.Equal(ChangeKind.Resynchronise, (await ReadAsync(reader)).Kind);
        return reader;
    }

    static async Task<Change> ReadAsync(IChangeReader reader) =>
        await reader.ReadAsync(default).AsTask().WaitAsync(SharedNode.Patience);

    static async Task<ReadOnlyMemory<byte>> NextAsync(IChangeReader reader)
    {
        var change = await ReadAsync(reader);
        Assert.Equal(ChangeKind.Message, change.Kind);
        return change.Message;
    }
}
