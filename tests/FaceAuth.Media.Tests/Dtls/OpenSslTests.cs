using System.Net;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Srtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>Handshake and record layer against the openssl program, over a real socket.</summary>
public sealed class OpenSslTests : IDisposable
{
    readonly OpenSslIdentity _identity = new();
    readonly DtlsCertificate _ours = DtlsCertificate.Create();

    [Theory]
    [InlineData("SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80", (int)SrtpProfile.AeadAes128Gcm)]
    [InlineData("SRTP_AES128_CM_SHA1_80", (int)SrtpProfile.Aes128CmHmacSha1Tag80)]
    public async Task OpenSSL_as_client_agrees_on_keys_and_exchanges_data(string profiles, int profile)
    {
        Require.Program("openssl", "openssl");
        using var peer = new UdpPeer();
        using var openssl = new OpenSslProcess(
            "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{peer.Port}", "-use_srtp", profiles, "-cert", _identity.CertificatePath,
            "-key", _identity.KeyPath, "-keymatexport", SrtpKeys.ExporterLabel, "-keymatexportlen", Length(profile));

        using var connection = await peer.ConnectAsync(new(DtlsRole.Server, _ours, _identity.Fingerprint), null);

        Assert.Equal((SrtpProfile)profile, connection.Keys.Srtp.Profile);
        Assert.Equal(connection.ExportedHex(), await openssl.ReadKeyingMaterialAsync());
        await openssl.WriteLineAsync("from openssl");
        Assert.Equal("from openssl\n", await connection.ReceiveTextAsync());
        connection.SendText("from us\n");
        Assert.Equal("from us", await openssl.ReadLineAsync(line => line.StartsWith("from", StringComparison.Ordinal)));
        openssl.CloseInput();
        Assert.Equal(DtlsAlert.CloseNotify, await connection.ReceiveAlertAsync());
    }

    [Fact]
    public async Task OpenSSL_as_server_agrees_on_keys_and_exchanges_data()
    {
        Require.Program("openssl", "openssl");
        using var peer = new UdpPeer();
        using var openssl = new OpenSslProcess(
            "s_server", "-dtls1_2", "-accept", "127.0.0.1:0", "-use_srtp", "SRTP_AEAD_AES_128_GCM", "-cert", _identity.CertificatePath,
            "-key", _identity.KeyPath, "-Verify", "1", "-keymatexport", SrtpKeys.ExporterLabel, "-keymatexportlen", "56");
        // And where: the port is the system's choice.
        var listening = await openssl.ReadLineAsync(line => line.StartsWith("ACCEPT ", StringComparison.Ordinal));

        using var connection = await peer.ConnectAsync(
            new(DtlsRole.Client, _ours, _identity.Fingerprint), IPEndPoint.Parse(listening["ACCEPT ".Length..]));

        Assert.Equal(connection.ExportedHex(), await openssl.ReadKeyingMaterialAsync());
        connection.SendText("from us\n");
        Assert.Equal("from us", await openssl.ReadLineAsync(line => line.StartsWith("from", StringComparison.Ordinal)));
        await openssl.WriteLineAsync("from openssl");
        Assert.Equal("from openssl\n", await connection.ReceiveTextAsync());
    }

    [Fact]
    public async Task OpenSSL_that_lost_our_last_flight_repeats_its_own_and_is_answered()
    {
        Require.Program("openssl", "openssl");
        using var peer = new UdpPeer { LosesFirst = datagram => datagram[0] == (byte)DtlsContentType.ChangeCipherSpec };
        using var openssl = new OpenSslProcess(
            "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{peer.Port}", "-use_srtp", "SRTP_AEAD_AES_128_GCM",
            "-cert", _identity.CertificatePath, "-key", _identity.KeyPath,
            "-keymatexport", SrtpKeys.ExporterLabel, "-keymatexportlen", "56");

        using var connection = await peer.ConnectAsync(new(DtlsRole.Server, _ours, _identity.Fingerprint), null);
        await openssl.WriteLineAsync("heard you");

        Assert.Equal("heard you\n", await connection.ReceiveTextAsync());
        Assert.InRange(connection.Keys.FinalFlight!.Answers, 1, 5);
        Assert.Equal(connection.ExportedHex(), await openssl.ReadKeyingMaterialAsync());
    }

    [Fact]
    public async Task OpenSSL_with_another_certificate_than_promised_is_refused()
    {
        Require.Program("openssl", "openssl");
        using var peer = new UdpPeer();
        using var openssl = new OpenSslProcess(
            "s_client", "-dtls1_2", "-connect", $"127.0.0.1:{peer.Port}", "-use_srtp", "SRTP_AEAD_AES_128_GCM",
            "-cert", _identity.CertificatePath, "-key", _identity.KeyPath);

        var failure = await Assert.ThrowsAsync<HandshakeFailedException>(
            () => peer.ConnectAsync(new(DtlsRole.Server, _ours, _ours.Fingerprint), null));

        Assert.Equal(DtlsFailure.FingerprintMismatch, failure.Failure);
        var alert = await openssl.ReadLineAsync(line => line.Contains("alert", StringComparison.Ordinal));
        Assert.Contains("bad certificate", alert, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _identity.Dispose();
        _ours.Dispose();
    }

    static string Length(int profile) =>
        SrtpKeys.ExporterLength((SrtpProfile)profile).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
