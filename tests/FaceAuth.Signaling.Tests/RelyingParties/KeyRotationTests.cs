using FaceAuth.Client;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Verdicts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SessionPurpose = FaceAuth.Client.SessionPurpose;

namespace FaceAuth.Signaling.Tests.RelyingParties;

/// <summary>A server whose signing key is another one from some moment on: two real hosts behind one address.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    static readonly VerdictExpectation Expected =
        new() { Session = Guid.NewGuid(), Nonce = "nonce-1234", Audience = "rp:1", Purpose = SessionPurpose.Identify };

    readonly HostApplication _before = new(), _after = new();
    readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    Address _address = null!;
    VerdictVerifier _verifier = null!;

    [Fact]
    public async Task Keys_are_asked_for_once_for_many_verdicts()
    {
        for (var i = 0; i < 20; i++) Assert.Null((await VerifyAsync(_before)).Fault);

        Assert.Equal(1, _address.Asked);
    }

    [Fact]
    public async Task A_new_key_is_found_and_the_old_one_is_taken_no_more()
    {
        await VerifyAsync(_before);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _address.Move(_after);

        Assert.Null((await VerifyAsync(_after)).Fault);
        Assert.Equal(VerdictFault.UnknownKey, (await VerifyAsync(_before)).Fault);
        Assert.Equal(2, _address.Asked);
    }

    [Fact]
    public async Task Unknown_keys_make_it_ask_twice_a_minute_at_most()
    {
        await VerifyAsync(_before);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            Assert.Equal(VerdictFault.UnknownKey, (await VerifyAsync(_after)).Fault)));
        Assert.Equal(2, _address.Asked);

        _clock.Advance(TimeSpan.FromSeconds(30));
        await VerifyAsync(_after);
        Assert.Equal(3, _address.Asked);
    }

    [Fact]
    public async Task Keys_are_read_again_after_an_hour_and_a_withdrawn_one_is_refused()
    {
        await VerifyAsync(_before);
        _address.Move(_after);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Null((await VerifyAsync(_before)).Fault);

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(VerdictFault.UnknownKey, (await VerifyAsync(_before)).Fault);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_done_without_for_a_day()
    {
        await VerifyAsync(_before);
        _address.Move(null);
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Null((await VerifyAsync(_before)).Fault);

        _clock.Advance(TimeSpan.FromHours(2));

        var fault = await Assert.ThrowsAsync<FaceAuthException>(async () => await VerifyAsync(_before));
        Assert.Equal("keys_unavailable", fault.Code);
    }

    [Fact]
    public async Task Without_a_server_from_the_beginning_it_says_so_and_begins_once_it_is_there()
    {
        _address.Move(null);
        var fault = await Assert.ThrowsAsync<FaceAuthException>(async () => await VerifyAsync(_before));
        _address.Move(_before);

        Assert.Equal("keys_unavailable", fault.Code);
        Assert.Null((await VerifyAsync(_before)).Fault);
    }

    public ValueTask InitializeAsync()
    {
        _address = new Address(_before);
        _verifier = new(new HttpClient(_address) { BaseAddress = new Uri("http://localhost/") }, time: _clock);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _before.DisposeAsync();
        await _after.DisposeAsync();
    }

    /// <summary>A verdict that a host signs now.</summary>
    async Task<VerdictCheck> VerifyAsync(HostApplication host)
    {
        host.Clock.SetUtcNow(_clock.GetUtcNow() > host.Clock.GetUtcNow() ? _clock.GetUtcNow() : host.Clock.GetUtcNow());
        var verdict = host.Services.GetRequiredService<TokenIssuer>().Sign(
            VerdictSigner.TokenType, Expected.Audience, TimeSpan.FromMinutes(5), new Dictionary<string, object>
            {
                ["sid"] = Expected.Session.ToString(),
                ["nonce"] = Expected.Nonce,
                ["purpose"] = "identify",
                ["policy"] = "standard",
                ["accepted"] = true,
                ["reasons"] = Array.Empty<string>(),
                ["models"] = Array.Empty<string>(),
            });
        return await _verifier.VerifyAsync(verdict, Expected);
    }

    /// <summary>An address at which one host stands, or none.</summary>
    sealed class Address(HostApplication? host) : HttpMessageHandler
    {
        HttpMessageInvoker? _host = Of(host);
        int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public void Move(HostApplication? to) => _host = Of(to);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return _host?.SendAsync(request, cancellationToken) ?? throw new HttpRequestException("Nobody is there.");
        }

        static HttpMessageInvoker? Of(HostApplication? host) => host is null ? null : new(host.Server.CreateHandler());
    }
}
