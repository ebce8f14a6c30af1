using FaceAuth.Media.Crypto;
using FaceAuth.Media.Crypto.OpenSsl;

namespace FaceAuth.Media.Tests.Crypto;

/// <summary>What every engine keeps to, and that both do the same.</summary>
public sealed class CipherEngineTests
{
    readonly Random _random = new(17);

    public static TheoryData<string> Engines => [nameof(CipherEngine.Best), nameof(CipherEngine.Managed)];

    [Fact]
    public void Here_it_is_OpenSSL_unless_the_setting_says_no()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The library is looked for on Linux alone.");

        Assert.Matches(@"^OpenSSL 3\.\d+\.\d+ \(libcrypto\.so\.3\)$", CipherEngine.Best.Name);
        Assert.Equal(CipherEngine.Best.Name, CipherEngine.Describe(useOpenSsl: true));
        Assert.Same(CipherEngine.Managed, CipherEngine.Choose(useOpenSsl: false));
        Assert.Equal(".NET's own ciphers", CipherEngine.Describe(useOpenSsl: false));
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_engine_passes_the_known_answers(string engine) => Assert.True(CipherSelfTest.Passes(Engine(engine)));

    [Fact]
    public void Both_give_the_same_for_texts_of_every_length()
    {
        var key = Bytes(16);
        using var ours = CipherEngine.Best.CreateGcm(key);
        using var theirs = CipherEngine.Managed.CreateGcm(key);
        using var ourCounter = CipherEngine.Best.CreateCounter(key);
        using var theirCounter = CipherEngine.Managed.CreateCounter(key);
        using var ourMac = CipherEngine.Best.CreateMac(key);
        using var theirMac = CipherEngine.Managed.CreateMac(key);

        foreach (var length in (int[])[.. Enumerable.Range(0, 1502), 4096, 65_535])   // TCP's frames are as long as that
        {
            var (nonce, associated, text) = (Bytes(12), Bytes(_random.Next(80)), Bytes(length));
            byte[] first = [.. Bytes(14), 0, 0];
            var (mine, other) = (text.ToArray(), text.ToArray());
            var (tag, otherTag) = (new byte[16], new byte[16]);
            var (code, otherCode) = (new byte[20], new byte[20]);

            ours.Seal(nonce, mine, tag, associated);
            theirs.Seal(nonce, other, otherTag, associated);
            Assert.Equal(other, mine);
            Assert.Equal(otherTag, tag);
            Assert.True(ours.TryOpen(nonce, other, tag, associated) && theirs.TryOpen(nonce, mine, tag, associated));
            Assert.Equal(text, other);
            Assert.Equal(text, mine);

            ourCounter.Apply(first, mine);
            theirCounter.Apply(first, other);
            Assert.Equal(other, mine);

            ourMac.Compute(text, code);
            theirMac.Compute(text, otherCode);
            Assert.Equal(otherCode, code);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_wrong_tag_is_refused_and_leaves_zeros_and_the_next_message_passes(string engine)
    {
        using var gcm = Engine(engine).CreateGcm(Bytes(16));
        foreach (var length in (int[])[0, 1, 15, 16, 17, 300, 1188, 1500])
        {
            var (nonce, header, text, tag) = (Bytes(12), Bytes(12), Bytes(length), new byte[16]);
            var clear = text.ToArray();
            gcm.Seal(nonce, text, tag, header);
            for (var bit = 0; bit < 128; bit++)
            {
                var spoiled = tag.ToArray();
                spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
                var copy = text.ToArray();

                Assert.False(gcm.TryOpen(nonce, copy, spoiled, header));
                Assert.All(copy, octet => Assert.Equal(0, octet));
            }

            Assert.True(gcm.TryOpen(nonce, text, tag, header));
            Assert.Equal(clear, text);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_has_another_length_than_it_must_is_refused_before_anything_is_written(string engine)
    {
        var (text, code, tooMuch) = (new byte[8], new byte[20], new byte[CipherEngine.MaxText + 1]);
        using var gcm = Engine(engine).CreateGcm(new byte[16]);
        using var counter = Engine(engine).CreateCounter(new byte[16]);
        using var mac = Engine(engine).CreateMac(new byte[16]);

        foreach (var length in (int[])[0, 11, 13, 16])
            Assert.Throws<ArgumentException>(() => gcm.Seal(new byte[length], text, new byte[16], []));
        foreach (var length in (int[])[0, 12, 15, 17])
        {
            Assert.Throws<ArgumentException>(() => gcm.Seal(new byte[12], text, new byte[length], []));
            Assert.Throws<ArgumentException>(() => gcm.TryOpen(new byte[12], text, new byte[length], []));
            Assert.Throws<ArgumentException>(() => counter.Apply(new byte[length], text));
            Assert.Throws<ArgumentException>(() => Engine(engine).CreateGcm(new byte[length]));
            Assert.Throws<ArgumentException>(() => Engine(engine).CreateCounter(new byte[length]));
            Assert.Throws<ArgumentException>(() => mac.Compute(text, new byte[length]));
        }

        Assert.Throws<ArgumentException>(() => counter.Apply([.. new byte[14], 0, 1], text));
        Assert.Throws<ArgumentException>(() => counter.Apply([.. new byte[14], 255, 255], text));

        Assert.Throws<ArgumentException>(() => gcm.TryOpen(new byte[12], tooMuch, new byte[16], []));
        Assert.Throws<ArgumentException>(() => gcm.TryOpen(new byte[12], text, new byte[16], tooMuch));
        Assert.Throws<ArgumentException>(() => counter.Apply(new byte[16], tooMuch));
        Assert.Throws<ArgumentException>(() => mac.Compute(tooMuch, code));
        Assert.All([.. text, .. code, .. tooMuch], octet => Assert.Equal(0, octet));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_is_disposed_is_used_no_more(string engine)
    {
        var gcm = Engine(engine).CreateGcm(new byte[16]);
        var counter = Engine(engine).CreateCounter(new byte[16]);
        var mac = Engine(engine).CreateMac(new byte[16]);
        for (var time = 0; time < 2; time++)
        {
            gcm.Dispose();
            counter.Dispose();
            mac.Dispose();
        }

        Assert.Throws<ObjectDisposedException>(() => gcm.Seal(new byte[12], new byte[1], new byte[16], []));
        Assert.Throws<ObjectDisposedException>(() => gcm.TryOpen(new byte[12], new byte[1], new byte[16], []));
        Assert.Throws<ObjectDisposedException>(() => counter.Apply(new byte[16], new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => mac.Compute(new byte[1], new byte[20]));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Disposed_by_another_thread_during_calls_it_is_freed_behind_them(string engine)
    {
        for (var round = 0; round < 50; round++)
        {
            var gcm = Engine(engine).CreateGcm(new byte[16]);
            var counter = Engine(engine).CreateCounter(new byte[16]);
            var mac = Engine(engine).CreateMac(new byte[16]);
            using var running = new CountdownEvent(3);
            Task[] users =
            [
                Use(running, () => gcm.TryOpen(new byte[12], new byte[20_000], new byte[16], [])),
                Use(running, () => counter.Apply(new byte[16], new byte[20_000])),
                Use(running, () => mac.Compute(new byte[20_000], new byte[20])),
            ];
            running.Wait(TestContext.Current.CancellationToken);

            gcm.Dispose();
            counter.Dispose();
            mac.Dispose();

            await Task.WhenAll(users);
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_message_not_even_for_a_forged_one()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The framework's own allocates for a forged one.");
        using var gcm = CipherEngine.Best.CreateGcm(new byte[16]);
        using var counter = CipherEngine.Best.CreateCounter(new byte[16]);
        using var mac = CipherEngine.Best.CreateMac(new byte[16]);
        var (nonce, text, tag, first, code) = (new byte[12], new byte[1200], new byte[16], new byte[16], new byte[20]);
        Work();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Work();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Work()
        {
            gcm.Seal(nonce, text, tag, code);
            tag[0] ^= 1;
            gcm.TryOpen(nonce, text, tag, code);
            counter.Apply(first, text);
            mac.Compute(text, code);
        }
    }

    static Task Use(CountdownEvent running, Action call) => Task.Factory.StartNew(
        () =>
        {
            call();
            running.Signal();
            Assert.Throws<ObjectDisposedException>(() =>
            {
                for (var time = 0; time < 1_000_000; time++) call();
            });
        },
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    static CipherEngine Engine(string name) => name == nameof(CipherEngine.Managed) ? CipherEngine.Managed : CipherEngine.Best;

    byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
