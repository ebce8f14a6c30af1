using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dtls.Bouncy;
using FaceAuth.Media.Srtp;
using Org.BouncyCastle.Tls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>The server against clients that are not ours.</summary>
public sealed class OddClientTests : IDisposable
{
    readonly DtlsHandshakePool _pool = new(
        new() { HandshakeThreads = 1, HandshakeResend = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

    readonly DtlsCertificate _clientCertificate = DtlsCertificate.Create();
    readonly DtlsCertificate _serverCertificate = DtlsCertificate.Create();
    readonly HandshakeSide _server = new();
    readonly DtlsInbox _toClient = new(100);
    readonly List<byte[]> _fromClient = [];

    [Fact]
    public async Task A_client_without_oddities_is_accepted() => Assert.Null(await RunAsync(new()));

    [Fact]
    public async Task A_client_hello_of_two_datagrams_is_put_together()
    {
        Assert.Null(await RunAsync(new() { HelloPadding = 1300 }));
        Assert.True(_fromClient[0].Length + _fromClient[1].Length > 1400);
        Assert.Equal((byte)1, _fromClient[1][13]);   // the second datagram, too, is of the ClientHello
    }

    [Theory]
    [InlineData(new int[] { NamedGroup.x25519 })]
    [InlineData(new int[] { NamedGroup.secp256r1 })]
    [InlineData(new int[] { NamedGroup.secp521r1, NamedGroup.x448, NamedGroup.secp256r1 })]
    public async Task A_client_with_any_common_group_is_accepted(int[] groups) => Assert.Null(await RunAsync(new() { Groups = groups }));

    [Fact]
    public async Task A_client_without_a_common_group_is_refused() =>
        Assert.NotNull(await RunAsync(new() { Groups = [NamedGroup.secp521r1] }));

    [Theory]
    [InlineData(new[] { 1, 8, 7 }, SrtpProfileNumber.Gcm)]
    [InlineData(new[] { 8, 1 }, SrtpProfileNumber.Cm)]
    public async Task The_best_common_profile_is_chosen_whatever_the_order(int[] offered, int chosen)
    {
        Assert.Null(await RunAsync(new() { SrtpProfiles = offered }));
        Assert.Equal((SrtpProfile)chosen, _server.Keys!.Srtp.Profile);
    }

    [Fact]
    public async Task A_maximum_fragment_length_is_not_agreed_to()
    {
        Assert.Null(await RunAsync(new() { MaxFragmentLength = MaxFragmentLength.pow2_9 }));

        // agreed to, the extension would stand in the ServerHello as it stood in the ClientHello (RFC 6066 §4)
        byte[] agreed = [0, 1, 0, 1, (byte)MaxFragmentLength.pow2_9];
        Assert.Contains(_fromClient, datagram => datagram.AsSpan().IndexOf(agreed) >= 0);
        Assert.DoesNotContain(_server.Sent, datagram => datagram.AsSpan().IndexOf(agreed) >= 0);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused() =>
        Assert.Equal(DtlsFailure.NoCertificate, await RunAsync(new() { WithoutCertificate = true }));

    [Fact]
    public async Task A_client_that_shows_the_right_certificate_and_has_not_its_key_is_refused()
    {
        using var other = DtlsCertificate.Create();

        Assert.Equal(DtlsFailure.ProtocolViolation, await RunAsync(new() { ForgesSignatureWith = other }));
    }

    [Fact]
    public async Task A_client_without_extended_master_secret_is_refused() =>
        Assert.Equal(DtlsFailure.NotNegotiable, await RunAsync(new() { WithoutExtendedMasterSecret = true }));

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 2, 5, 8 })]
    public async Task A_client_without_a_common_profile_is_refused(int[] offered) =>
        Assert.Equal(DtlsFailure.NotNegotiable, await RunAsync(new() { SrtpProfiles = offered }));

    [Fact]
    public async Task A_client_without_the_cipher_suite_is_refused() => Assert.Equal(
        DtlsFailure.NotNegotiable, await RunAsync(new() { CipherSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA] }));

    [Fact]
    public async Task A_client_of_DTLS_1_0_is_refused() => Assert.Equal(
        DtlsFailure.NotNegotiable,
        await RunAsync(new()
        {
            Versions = ProtocolVersion.DTLSv10.Only(),
            CipherSuites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA],
        }));

    public void Dispose()
    {
        _pool.Dispose();
        _server.Keys?.Dispose();
        _clientCertificate.Dispose();
        _serverCertificate.Dispose();
    }

    async Task<DtlsFailure?> RunAsync(OddClientHabits habits)
    {
        _server.Deliver = datagram => _toClient.TryAdd(datagram);
        Assert.True(_pool.TryStart(
            new(DtlsRole.Server, _serverCertificate, _clientCertificate.Fingerprint), _server, out var handshake));

        var ended = false;
        var transport = new HandshakeTransport(
            _toClient,
            datagram =>
            {
                _fromClient.Add([.. datagram]);
                handshake.Offer(datagram);
            },
            _ => Volatile.Read(ref ended));
        var client = Task.Run(() =>
        {
            try
            {
                new DtlsClientProtocol().Connect(new OddClient(habits, _clientCertificate), transport);
                transport.Flush();
            }
            catch (IOException)
            {
                transport.Flush();   // the alert that tells the server
            }
        });

        var end = await _server.EndAsync();
        if (end is not null) Volatile.Write(ref ended, true);
        await client;
        return end;
    }

    static class SrtpProfileNumber
    {
        public const int Cm = (int)SrtpProfile.Aes128CmHmacSha1Tag80;
        public const int Gcm = (int)SrtpProfile.AeadAes128Gcm;
    }
}
