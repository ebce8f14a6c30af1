using System.Text;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>SCTP and data channels against a real browser's: closing, and as much as a connection carries.</summary>
public sealed class ChromiumDataChannelTests(Chromium chromium) : IClassFixture<Chromium>
{
    const int Messages = 200, Length = 12_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Many_large_messages_arrive_whole_and_in_order_both_ways_at_once()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        Assert.Equal("open", await page.EvaluateAsync<string>("start({})"));
        var (peer, _) = media.TakeSession();

        await page.EvaluateAsync($"for (let i = 0; i < {Messages}; i++) channel.send(String(i).padEnd({Length}, 'x'))");
        var sending = SendAsync(peer);
        var received = await ReceiveAsync(peer);
        await sending;

        Assert.Equal(Enumerable.Range(0, Messages).Select(Text), received);
        await page.WaitForFunctionAsync($"messages.length === {Messages}", options: new() { Timeout = (float)Patience.TotalMilliseconds });
        Assert.True(await page.EvaluateAsync<bool>($"messages.every((text, i) => text === String(i).padEnd({Length}, 'x'))"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Another_channel_is_closed_for_good_and_its_number_can_be_used_again()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        Assert.Equal("open", await page.EvaluateAsync<string>("start({})"));
        var (peer, _) = media.TakeSession();

        for (var rounds = 0; rounds < 3; rounds++)
        {
            await page.EvaluateAsync("other = pc.createDataChannel('other')");
            await page.WaitForFunctionAsync("other.readyState === 'closed'");
        }

        await page.EvaluateAsync("channel.send('still here')");
        Assert.Equal("still here", await NextTextAsync(peer));
        Assert.Equal("open", await page.EvaluateAsync<string>("channel.readyState"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Closing_the_channel_in_the_page_is_answered_so_that_the_page_sees_it_closed()
    {
        await using var media = await MediaPage.StartAsync();
        var page = await chromium.OpenAsync(media.Address);
        Assert.Equal("open", await page.EvaluateAsync<string>("start({})"));
        var (peer, _) = media.TakeSession();

        await page.EvaluateAsync("channel.close()");

        await page.WaitForFunctionAsync("channel.readyState === 'closed'");
        PeerEvent.Ended? ended = null;
        while (ended is null) ended = await NextAsync(peer) as PeerEvent.Ended;
        Assert.Equal(PeerEnd.ClosedByPeer, ended.Reason);
        await page.Context.CloseAsync();
    }

    static async Task SendAsync(IMediaPeer peer)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var i = 0; i < Messages; i++)
            while (!peer.TrySend(Encoding.UTF8.GetBytes(Text(i)))) await tick.WaitForNextTickAsync(limit.Token);   // the buffer is full
    }

    static async Task<List<string>> ReceiveAsync(IMediaPeer peer)
    {
        var received = new List<string>();
        while (received.Count < Messages) received.Add(await NextTextAsync(peer));
        return received;
    }

    static async Task<string> NextTextAsync(IMediaPeer peer)
    {
        while (true)
            if (await NextAsync(peer) is PeerEvent.Message message) return Encoding.UTF8.GetString(message.Utf8.Span);
    }

    static async Task<PeerEvent> NextAsync(IMediaPeer peer)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await peer.Events.ReadAsync(limit.Token);
    }

    static string Text(int i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture).PadRight(Length, 'x');
}
