using System.Security.Cryptography;
using FaceAuth.Media.Dtls;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsFingerprintTests
{
    static readonly byte[] Certificate = [1, 2, 3];

    [Theory]
    [InlineData("sha-256")]
    [InlineData("sha-384")]
    [InlineData("sha-512")]
    public void What_is_written_can_be_read_in_either_case(string algorithm)
    {
        var written = DtlsFingerprint.Of(Certificate, algorithm).ToString();

        Assert.True(DtlsFingerprint.TryParse(written, out var read));
        Assert.True(DtlsFingerprint.TryParse(written.ToUpperInvariant(), out var upper));
        Assert.True(DtlsFingerprint.TryParse("  " + written.Replace('A', 'a') + "\r", out var spaced));

        Assert.All([read, upper, spaced], fingerprint =>
        {
            Assert.Equal(algorithm, fingerprint.Algorithm);
            Assert.True(fingerprint.Matches(Certificate));
            Assert.False(fingerprint.Matches([1, 2, 4]));
        });
    }

    [Fact]
    public void It_is_written_as_RFC_8122_says()
    {
        var hash = SHA256.HashData(Certificate);

        Assert.Equal("sha-256 " + BitConverter.ToString(hash).Replace('-', ':'), DtlsFingerprint.Of(Certificate).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-256 ")]
    [InlineData("sha-256 AB:CD")]
    [InlineData("sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB")]
    [InlineData("md5 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B")]
    [InlineData("sha-256 4A-AD-B9-B1-3F-82-18-3B-54-02-12-DF-3E-5D-49-6B-19-E5-7C-AB-4A-AD-B9-B1-3F-82-18-3B-54-02-12-DF")]
    [InlineData("sha-256 4G:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF")]
    [InlineData("sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:00")]
    public void What_is_not_one_is_not_read(string text) => Assert.False(DtlsFingerprint.TryParse(text, out _));

    [Fact]
    public void Spoiled_text_is_refused_or_read_and_never_throws()
    {
        var good = System.Text.Encoding.Latin1.GetBytes(DtlsFingerprint.Of(Certificate).ToString());

        foreach (var spoiled in Mutations.Of(good, seed: 31, count: 20_000))
        {
            if (DtlsFingerprint.TryParse(System.Text.Encoding.Latin1.GetString(spoiled), out var read))
                Assert.NotEmpty(read.ToString());
        }
    }

    [Fact]
    public void A_weak_hash_cannot_be_asked_for() => Assert.Throws<ArgumentException>(() => DtlsFingerprint.Of(Certificate, "sha-1"));
}
