using FaceAuth.Media.Dtls;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsHandshakeTests
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Client_and_server_agree_on_all_keys()
    {
        using var pair = new HandshakePair();

        var ends = await pair.RunAsync();

        Assert.Equal((null, null), ends);
        var (client, server) = (pair.Client.Keys!, pair.Server.Keys!);
        Assert.Equal(client.WriteKey.ToArray(), server.ReadKey.ToArray());
        Assert.Equal(client.ReadKey.ToArray(), server.WriteKey.ToArray());
        Assert.Equal(client.WriteSalt.ToArray(), server.ReadSalt.ToArray());
        Assert.Equal(client.ReadSalt.ToArray(), server.WriteSalt.ToArray());
        Assert.NotEqual(client.WriteKey.ToArray(), client.ReadKey.ToArray());
        Assert.Equal(client.Srtp.Client.Key.ToArray(), server.Srtp.Client.Key.ToArray());
        Assert.Equal(client.Srtp.Server.Salt.ToArray(), server.Srtp.Server.Salt.ToArray());
        Assert.Equal((SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes128Gcm), (client.Srtp.Profile, server.Srtp.Profile));
        Assert.Equal((1, 1), (pair.Client.Ends, pair.Server.Ends));
    }

    [Fact]
    public async Task A_flight_goes_out_in_few_datagrams_of_at_most_1200_bytes()
    {
        using var pair = new HandshakePair();

        await pair.RunAsync();

        Assert.All(pair.Server.Sent.Concat(pair.Client.Sent), datagram => Assert.InRange(datagram.Length, 1, 1200));
        Assert.Equal(2, pair.Server.Sent.Count);
        Assert.Equal(2, pair.Client.Sent.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_lost_datagram_of_the_client_is_sent_again(int lost)
    {
        using var pair = new HandshakePair(Soon) { ClientLink = deliver => new(deliver) { Loses = number => number == lost } };

        Assert.Equal((null, null), await pair.RunAsync());
    }

    [Fact]
    public async Task A_lost_first_flight_of_the_server_is_sent_again()
    {
        using var pair = new HandshakePair(Soon) { ServerLink = deliver => new(deliver) { Loses = number => number == 0 } };

        Assert.Equal((null, null), await pair.RunAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(23)]
    public async Task A_third_of_all_datagrams_lost_doubled_and_late_delay_it_and_no_more(int seed)
    {
        var random = new Random(seed);
        LossyLink Bad(Action<byte[]> deliver)
        {
            var fates = Enumerable.Range(0, 1000).Select(_ => random.Next(9)).ToArray();
            return new(deliver) { Loses = n => fates[n] < 3, Doubles = n => fates[n] == 3, Delays = n => fates[n] == 4 };
        }

        using var pair = new HandshakePair(Soon) { ClientLink = Bad, ServerLink = Bad };
        pair.Start();
        using var answering = new FinalFlightAnswerer(pair);

        Assert.Null(await pair.Server.EndAsync());
        answering.Begin();
        Assert.Null(await pair.Client.EndAsync());
    }

    [Fact]
    public async Task A_lost_last_flight_of_the_server_is_sent_again_when_the_client_repeats_its_own()
    {
        using var pair = new HandshakePair(Soon) { ServerLink = deliver => new(deliver) { LosesFirst = BeginsWithChangeCipherSpec } };
        pair.Start();
        using var answering = new FinalFlightAnswerer(pair);

        Assert.Null(await pair.Server.EndAsync());
        Assert.Equal(0, pair.Client.Ends);
        answering.Begin();

        Assert.Null(await pair.Client.EndAsync());
        Assert.InRange(pair.Server.Keys!.FinalFlight!.Answers, 1, 10);
    }

    [Theory]
    [InlineData("16FEFE0000000000000009000101")]          // a version that is none
    [InlineData("1603030000000000000009000101")]          // of TLS over TCP
    [InlineData("63FEFD0000000000000009000101")]          // a type that is none
    [InlineData("16FEFD0000000000000009FFFF01")]          // longer than the datagram
    [InlineData("16FEFD00000000000000090000")]            // empty
    [InlineData("16FEFD0001000000000009000101")]          // of the next epoch, and no ciphertext
    [InlineData("17FEFD0001000000000009000101")]          // data that is early
    [InlineData("80")]
    public async Task Garbage_in_between_does_no_harm(string datagram)
    {
        var garbage = Convert.FromHexString(datagram);
        LossyLink WithGarbage(Action<byte[]> deliver) => new(good =>
        {
            deliver(garbage);
            deliver([.. garbage, .. good]);
            deliver(good);
        });
        using var pair = new HandshakePair { ClientLink = WithGarbage, ServerLink = WithGarbage };

        Assert.Equal((null, null), await pair.RunAsync());
    }

    [Fact]
    public async Task Every_datagram_twice_changes_nothing()
    {
        using var pair = new HandshakePair
        {
            ClientLink = deliver => new(deliver) { Doubles = _ => true },
            ServerLink = deliver => new(deliver) { Doubles = _ => true },
        };

        Assert.Equal((null, null), await pair.RunAsync());
    }

    [Fact]
    public async Task The_server_refuses_a_client_certificate_that_the_sdp_did_not_promise()
    {
        using var other = DtlsCertificate.Create();
        using var pair = new HandshakePair { ServerExpects = _ => other.Fingerprint };

        var (client, server) = await pair.RunAsync();

        Assert.Equal((DtlsFailure.ClosedByPeer, DtlsFailure.FingerprintMismatch), (client, server));
        Assert.Null(pair.Server.Keys);
        SpinWait.SpinUntil(() => pair.ServerPool.Live == 0);   // it is counted after its side was told
        Assert.Equal(1, pair.ServerPool.Failed(DtlsFailure.FingerprintMismatch));
    }

    [Fact]
    public async Task The_client_refuses_a_server_certificate_that_the_sdp_did_not_promise()
    {
        using var other = DtlsCertificate.Create();
        using var pair = new HandshakePair { ClientExpects = _ => other.Fingerprint };

        var (client, server) = await pair.RunAsync();

        Assert.Equal((DtlsFailure.FingerprintMismatch, DtlsFailure.ClosedByPeer), (client, server));
        Assert.Null(pair.Client.Keys);
    }

    [Theory]
    [InlineData("sha-384")]
    [InlineData("sha-512")]
    public async Task A_fingerprint_by_a_longer_hash_is_checked_too(string algorithm)
    {
        using var good = new HandshakePair { ServerExpects = certificate => DtlsFingerprint.Of(certificate.Der.Span, algorithm) };
        using var bad = new HandshakePair { ServerExpects = _ => DtlsFingerprint.Of(good.ServerCertificate.Der.Span, algorithm) };

        Assert.Equal((null, null), await good.RunAsync());
        Assert.Equal((DtlsFailure.ClosedByPeer, DtlsFailure.FingerprintMismatch), await bad.RunAsync());
    }

    [Fact]
    public async Task Data_that_follows_close_behind_the_handshake_is_not_lost()
    {
        using var pair = new HandshakePair();
        await pair.RunAsync();
        using var client = pair.Client.Keys!.CreateRecordLayer();
        using var server = pair.Server.Keys!.CreateRecordLayer();
        var record = new byte[100];

        var length = client.Protect(DtlsContentType.ApplicationData, [1, 2, 3], record);
        Assert.True(pair.ServerHandshake!.Offer(record.AsSpan(0, length)));

        var buffer = new byte[DtlsInbox.MaxDatagram];
        var plaintext = new byte[100];
        Assert.True(pair.ServerHandshake.TryTakeUnread(buffer, out var unread));
        Assert.True(server.TryUnprotect(buffer.AsSpan(0, unread), plaintext, out var plain, out var type));
        Assert.Equal((DtlsContentType.ApplicationData, 3), (type, plain));
        Assert.False(pair.ServerHandshake.TryTakeUnread(buffer, out _));
    }

    static bool BeginsWithChangeCipherSpec(byte[] datagram) => datagram[0] == (byte)DtlsContentType.ChangeCipherSpec;
}
