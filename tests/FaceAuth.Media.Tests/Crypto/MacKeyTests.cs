using System.Security.Cryptography;
using FaceAuth.Media.Crypto;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Crypto;

public class MacKeyTests
{
    readonly CipherEngine _engine;

    public MacKeyTests()
        : this(CipherEngine.Best)
    {
    }

    private protected MacKeyTests(CipherEngine engine) => _engine = engine;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gives_the_codes_of_RFC_2202(int testCase)
    {
        var vector = Vectors.Fields("rfc2202/hmac-sha1.txt");
        using var mac = _engine.CreateMac(vector[$"key {testCase}"]);
        var code = new byte[MacKey.Length];

        mac.Compute(vector[$"data {testCase}"], code);

        Assert.Equal(vector[$"digest {testCase}"], code);
    }

    [Fact]
    public void Gives_what_the_framework_gives_for_messages_of_any_length()
    {
        var random = new Random(3);
        var key = new byte[20];
        var code = new byte[MacKey.Length];
        random.NextBytes(key);
        using var mac = _engine.CreateMac(key);

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
    public void A_key_longer_than_a_block_is_refused() => Assert.Throws<ArgumentException>(() => _engine.CreateMac(new byte[65]));
}

/// <summary>The same where OpenSSL is not found.</summary>
public sealed class ManagedMacKeyTests() : MacKeyTests(CipherEngine.Managed);
