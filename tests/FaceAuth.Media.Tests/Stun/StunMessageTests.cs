using System.Net;
using System.Text;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Stun;

public sealed class StunMessageTests
{
    static readonly byte[] Password = "VOkJxbRl1RmTxUk/WvJxBt"u8.ToArray();
    static readonly byte[] Transaction = Convert.FromHexString("B7E7A701BC34D686FA87DFAE");

    [Fact]
    public void Reads_the_request_of_RFC_5769()
    {
        var read = StunMessage.TryRead(Vectors.Hex("rfc5769/2.1-request.hex"), out var message);

        Assert.True(read);
        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(Transaction, message.TransactionId.ToArray());
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.True(message.TryGetPriority(out var priority));
        Assert.Equal(0x6e0001ffu, priority);
        Assert.True(message.TryGetTieBreaker(StunAttribute.IceControlled, out var tieBreaker));
        Assert.Equal(0x932ff9b151263b36ul, tieBreaker);
        Assert.False(message.TryGetTieBreaker(StunAttribute.IceControlling, out _));
        Assert.False(message.UseCandidate);
        Assert.True(message.HasFingerprint);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.False(message.VerifyIntegrity("another password"u8));
    }

    [Theory]
    [InlineData("rfc5769/2.2-response-ipv4.hex", "192.0.2.1:32853")]
    [InlineData("rfc5769/2.3-response-ipv6.hex", "[2001:db8:1234:5678:11:2233:4455:6677]:32853")]
    public void Reads_the_responses_of_RFC_5769(string vector, string mapped)
    {
        var read = StunMessage.TryRead(Vectors.Hex(vector), out var message);

        Assert.True(read);
        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.True(message.TryGetXorMappedAddress(out var address));
        Assert.Equal(IPEndPoint.Parse(mapped), address.ToEndPoint());
    }

    [Fact]
    public void Reads_back_what_it_writes()
    {
        var buffer = new byte[256];
        var mapped = TransportAddress.From(IPEndPoint.Parse("[2001:db8::9]:4711"));
        var writer = new StunWriter(buffer, StunClass.Error, Transaction);
        writer.AddUsername("a:b"u8);
        writer.AddPriority(7);
        writer.AddUseCandidate();
        writer.AddTieBreaker(StunAttribute.IceControlling, 0x0102030405060708);
        writer.AddXorMappedAddress(mapped);
        writer.AddErrorCode(487);
        writer.AddIntegrity(Password);
        writer.AddFingerprint();

        var read = StunMessage.TryRead(buffer.AsSpan(0, writer.Length), out var message);

        Assert.True(read);
        Assert.Equal(StunClass.Error, message.Class);
        Assert.Equal("a:b"u8.ToArray(), message.Username.ToArray());
        Assert.True(message.TryGetPriority(out var priority));
        Assert.Equal(7u, priority);
        Assert.True(message.UseCandidate);
        Assert.True(message.TryGetTieBreaker(StunAttribute.IceControlling, out var tieBreaker));
        Assert.Equal(0x0102030405060708ul, tieBreaker);
        Assert.True(message.TryGetXorMappedAddress(out var address));
        Assert.Equal(mapped, address);
        Assert.Equal(487, message.ErrorCode);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.True(message.HasFingerprint);
    }

    [Fact]
    public void Does_not_see_attributes_behind_the_integrity()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, Transaction);
        writer.AddUsername("a:b"u8);
        writer.AddIntegrity(Password);
        writer.AddUseCandidate();

        var read = StunMessage.TryRead(buffer.AsSpan(0, writer.Length), out var message);

        Assert.True(read);
        Assert.True(message.VerifyIntegrity(Password));
        Assert.False(message.UseCandidate);
    }

    [Fact]
    public void Lists_what_it_must_understand_and_does_not()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, Transaction);
        writer.AddTieBreaker((StunAttribute)0x7001, 0);
        writer.AddTieBreaker((StunAttribute)0xC057, 0);   // optional
        writer.AddUsername("a:b"u8);
        writer.AddTieBreaker((StunAttribute)0x7002, 0);
        Assert.True(StunMessage.TryRead(buffer.AsSpan(0, writer.Length), out var message));

        var types = new ushort[4];
        var count = message.CopyUnknownRequired(types);

        Assert.Equal<ushort>([0x7001, 0x7002], types[..count]);
    }

    [Fact]
    public void Every_single_wrong_bit_is_noticed()
    {
        var original = Vectors.Hex("rfc5769/2.1-request.hex");

        for (var bit = 0; bit < original.Length * 8; bit++)
        {
            var spoiled = original.ToArray();
            spoiled[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessage.TryRead(spoiled, out var message) && message.HasFingerprint && message.VerifyIntegrity(Password));
        }
    }

    [Fact]
    public void A_cut_message_is_no_message()
    {
        var original = Vectors.Hex("rfc5769/2.1-request.hex");

        for (var length = 0; length < original.Length; length++) Assert.False(StunMessage.TryRead(original.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("rfc5769/2.1-request.hex", 1)]
    [InlineData("rfc5769/2.2-response-ipv4.hex", 2)]
    [InlineData("rfc5769/2.3-response-ipv6.hex", 3)]
    public void Spoiled_messages_never_throw(string vector, int seed)
    {
        var unknown = new ushort[8];

        foreach (var bytes in Mutations.Of(Vectors.Hex(vector), seed, 20_000))
        {
            FixLength(bytes);
            if (!StunMessage.TryRead(bytes, out var message)) continue;
            _ = message.Username.Length + message.ErrorCode + message.CopyUnknownRequired(unknown);
            _ = message.TryGetXorMappedAddress(out _) | message.TryGetPriority(out _) | message.UseCandidate;
            _ = message.TryGetTieBreaker(StunAttribute.IceControlling, out _) | message.VerifyIntegrity(Password);
        }
    }

    [Fact]
    public void A_consent_check_is_read_and_verified_without_allocation()
    {
        var request = Vectors.Hex("rfc5769/2.1-request.hex");
        var verified = Verify(request);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) verified &= Verify(request);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(verified);
    }

    static bool Verify(byte[] request) => StunMessage.TryRead(request, out var message) && message.VerifyIntegrity(Password);

    // Half of the spoiled messages get a fitting length field, so that the attribute walk is reached.
    static void FixLength(byte[] bytes)
    {
        if (bytes.Length < 20 || (bytes.Length & 3) != 0 || bytes[^1] % 2 == 0) return;
        bytes[2] = (byte)((bytes.Length - 20) >> 8);
        bytes[3] = (byte)(bytes.Length - 20);
    }
}
