using System.Security.Cryptography;
using FaceAuth.Media.Crypto;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Crypto;

public sealed class HmacSha1Tests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gives_the_codes_of_RFC_2202(int testCase)
    {
        var vector = Vectors.Fields("rfc2202/hmac-sha1.txt");
        using var mac = new HmacSha1(vector[$"key {testCase}"]);
        var code = new byte[HmacSha1.Length];

        mac.Compute(vector[$"data {testCase}"], code);

        Assert.Equal(vector[$"digest {testCase}"], code);
    }

    [Fact]
    public void Gives_what_the_framework_gives_for_messages_of_any_length()
    {
        var random = new Random(3);
        var key = new byte[20];
        var code = new byte[HmacSha1.Length];
        random.NextBytes(key);
        using var mac = new HmacSha1(key);

        for (var length = 0; length < 300; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            mac.Compute(message, code);
#pragma warning disable CA5350 // the standards name it
            Assert.Equal(HMACSHA1.HashData(key, message), code);
#pragma warning restore CA5350
        }
    }

    [Fact]
    public void A_key_longer_than_a_block_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HmacSha1(new byte[65]));
}
