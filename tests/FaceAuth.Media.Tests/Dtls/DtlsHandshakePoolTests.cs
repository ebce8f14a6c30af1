using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using FaceAuth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsHandshakePoolTests : IDisposable
{
    readonly FakeTimeProvider _clock = new();
    readonly DtlsCertificate _certificate = DtlsCertificate.Create();
    readonly List<Exception> _faults = [];
    DtlsHandshakePool? _pool;

    [Fact]
    public async Task A_handshake_whose_peer_is_silent_ends_at_the_deadline()
    {
        var side = Start(new() { HandshakeThreads = 1, HandshakeDeadline = TimeSpan.FromSeconds(5) });
        UntilRunning(1);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, side.Ends);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(DtlsFailure.TookTooLong, await side.EndAsync());
        Assert.Empty(side.Sent);
    }

    [Fact]
    public async Task A_client_repeats_its_hello_until_the_deadline()
    {
        var side = Start(new() { HandshakeThreads = 1, HandshakeResend = TimeSpan.FromMilliseconds(20) }, DtlsRole.Client);

        SpinWait.SpinUntil(() => side.Sent.Count >= 3);
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(DtlsFailure.TookTooLong, await side.EndAsync());
    }

    [Fact]
    public async Task A_handshake_that_waits_too_long_for_a_thread_ends_with_that_reason()
    {
        var running = Start(new() { HandshakeThreads = 1, HandshakeQueueDeadline = TimeSpan.FromSeconds(4) });
        UntilRunning(1);
        var waiting = Start();

        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(DtlsFailure.WaitedTooLong, await waiting.EndAsync());
        Assert.Equal(0, running.Ends);
        Assert.Equal(1, _pool!.Failed(DtlsFailure.WaitedTooLong));
        Assert.Equal(1, _pool.Live);
    }

    [Fact]
    public async Task The_deadline_counts_from_when_a_thread_is_free()
    {
        var first = Start(new() { HandshakeThreads = 1, HandshakeDeadline = TimeSpan.FromSeconds(10) });
        UntilRunning(1);
        _clock.Advance(TimeSpan.FromSeconds(6));
        var second = Start();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(DtlsFailure.TookTooLong, await first.EndAsync());
        SpinWait.SpinUntil(() => _pool!.Waiting == 0);   // the thread has let go of the first
        UntilRunning(1);

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, second.Ends);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(DtlsFailure.TookTooLong, await second.EndAsync());
    }

    [Fact]
    public void A_full_queue_refuses_and_counts()
    {
        Start(new() { HandshakeThreads = 1, HandshakeQueue = 2 });
        UntilRunning(1);
        Start();
        Start();

        Assert.False(_pool!.TryStart(Request(DtlsRole.Server), new HandshakeSide(), out var handshake));

        Assert.Null(handshake);
        Assert.Equal(1, _pool.Refused);
        Assert.Equal(2, _pool.Waiting);
        Assert.Equal(3, _pool.Live);
    }

    [Fact]
    public async Task A_silent_peer_gives_up_its_thread_when_another_waits()
    {
        var options = new DtlsOptions
        {
            HandshakeThreads = 1,
            HandshakeStall = TimeSpan.Zero,
            HandshakeResend = TimeSpan.FromMilliseconds(20),
        };
        var silent = Start(options, DtlsRole.Client);
        SpinWait.SpinUntil(() => silent.Sent.Count >= 3);   // alone, it may go on
        Assert.Equal(0, silent.Ends);

        Start();

        Assert.Equal(DtlsFailure.TookTooLong, await silent.EndAsync());
    }

    [Fact]
    public async Task An_abandoned_handshake_ends_at_once_and_says_nothing_to_the_peer()
    {
        var side = new HandshakeSide();
        var pool = Pool(new() { HandshakeThreads = 1 });
        Assert.True(pool.TryStart(Request(DtlsRole.Server), side, out var handshake));
        UntilRunning(1);

        handshake.Abandon();
        handshake.Abandon();

        Assert.Equal(DtlsFailure.Abandoned, await side.EndAsync());
        Assert.Empty(side.Sent);
    }

    [Fact]
    public async Task Disposing_the_pool_ends_what_runs_and_what_waits()
    {
        var sides = new[] { Start(new() { HandshakeThreads = 1 }), Start(), Start() };

        _pool!.Dispose();

        foreach (var side in sides) Assert.Equal(DtlsFailure.Abandoned, await side.EndAsync());
        Assert.False(_pool.TryStart(Request(DtlsRole.Server), new HandshakeSide(), out _));
        Assert.Equal(0, _pool.Live);
    }

    [Fact]
    public async Task An_inbox_that_is_full_drops_and_counts()
    {
        var blocker = Start(new() { HandshakeThreads = 1, HandshakeInbox = 4 });
        UntilRunning(1);
        Assert.True(_pool!.TryStart(Request(DtlsRole.Server), new HandshakeSide(), out var waiting));

        for (var i = 0; i < 4; i++) Assert.True(waiting.Offer([22, 254, 253]));
        Assert.False(waiting.Offer([22, 254, 253]));
        Assert.False(waiting.Offer(new byte[DtlsInbox.MaxDatagram + 1]));

        Assert.Equal(2, waiting.DatagramsDropped);
        _pool.Dispose();
        Assert.Equal(DtlsFailure.Abandoned, await blocker.EndAsync());
    }

    [Fact]
    public async Task Garbage_ends_in_a_failure_and_never_costs_the_thread()
    {
        var hello = await CaptureHelloAsync();
        Pool(new() { HandshakeThreads = 1, HandshakeResend = TimeSpan.FromSeconds(1) });

        foreach (var spoiled in Mutations.Of(hello, seed: 41, count: 1500))
        {
            var side = new HandshakeSide();
            Assert.True(_pool!.TryStart(Request(DtlsRole.Server), side, out var handshake));
            handshake.Offer(spoiled);
            SpinWait.SpinUntil(() => handshake.HasReadAll || side.Ends == 1);
            handshake.Abandon();
            Assert.NotNull(await side.EndAsync());
        }

        SpinWait.SpinUntil(() => _pool!.Live == 0);   // the last is counted after its side was told
        Assert.Equal(1500, Enum.GetValues<DtlsFailure>().Sum(_pool!.Failed));
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_sink_that_throws_costs_one_handshake_and_is_told_of()
    {
        Pool(new() { HandshakeThreads = 1 });
        Assert.True(_pool!.TryStart(Request(DtlsRole.Client), new BrokenSink(), out _));

        var side = Start();
        UntilRunning(1);
        _pool.Dispose();

        Assert.Equal(DtlsFailure.Abandoned, await side.EndAsync());
        Assert.NotEmpty(_faults);
    }

    [Fact]
    public void Warming_up_works_again_and_again()
    {
        DtlsHandshakePool.WarmUp(CipherEngine.Best);
        DtlsHandshakePool.WarmUp(CipherEngine.Managed);
    }

    public void Dispose()
    {
        _pool?.Dispose();
        _certificate.Dispose();
    }

    DtlsHandshakePool Pool(DtlsOptions options) => _pool ??= new(options, _clock, fault =>
    {
        lock (_faults) _faults.Add(fault);
    });

    HandshakeSide Start(DtlsOptions? options = null, DtlsRole role = DtlsRole.Server)
    {
        var side = new HandshakeSide();
        Assert.True(Pool(options ?? new()).TryStart(Request(role), side, out _));
        return side;
    }

    DtlsHandshakeRequest Request(DtlsRole role) => new(role, _certificate, _certificate.Fingerprint);

    void UntilRunning(int count) => SpinWait.SpinUntil(() => _pool!.Running == count);

    async Task<byte[]> CaptureHelloAsync()
    {
        using var pair = new HandshakePair();
        await pair.RunAsync();
        return pair.Client.Sent[0];
    }

    sealed class BrokenSink : IDtlsHandshakeSink
    {
        public void Send(ReadOnlySpan<byte> datagram) => throw new InvalidOperationException("Broken on purpose.");

        public void Succeeded(DtlsKeys keys) => throw new InvalidOperationException("Broken on purpose.");

        public void Failed(DtlsFailure failure) => throw new InvalidOperationException("Broken on purpose.");
    }
}
