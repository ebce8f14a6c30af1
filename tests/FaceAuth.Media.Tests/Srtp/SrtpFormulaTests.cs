using System.Numerics;
using System.Security.Cryptography;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Srtp;

/// <summary>Packets whose rollover counter is not zero, for which the RFCs have no vectors.</summary>
/// <remarks>Against the RFCs' formulas written down with big integers and the framework's ciphers.</remarks>
public sealed class SrtpFormulaTests
{
    const uint Ssrc = 0xCAFE_F00D;
    const ulong Index = (0xABCD_1234UL << 16) | 0x9876;

    readonly byte[] _key = RandomNumberGenerator.GetBytes(16);

    [Fact]
    public void Counter_mode_is_as_RFC_3711_sections_4_1_1_and_4_2_say()
    {
        var profile = SrtpProfile.Aes128CmHmacSha1Tag80;
        using var master = new SrtpMasterKey(profile, _key, RandomNumberGenerator.GetBytes(14));
        using var cipher = SrtpCipher.Create(master, CipherEngine.Best);
        var plain = SrtpPair.Rtp(0x9876, Ssrc, payload: 33);
        byte[] packet = [.. plain, .. new byte[10]];

        cipher.SealRtp(packet, 12, Ssrc, Index);

        var salt = Number(Derive(master, SrtpKeyLabel.RtpSalt, 14));
        var iv = (salt << 16) ^ ((BigInteger)Ssrc << 64) ^ ((BigInteger)Index << 16);
        var expected = plain[..12].Concat(plain[12..].Select((octet, i) => (byte)(octet ^ Keystream(master, iv, i)))).ToArray();
        Assert.Equal(expected, packet[..^10]);
        byte[] authenticated = [.. expected, 0xAB, 0xCD, 0x12, 0x34];
#pragma warning disable CA5350 // the standard names it
        Assert.Equal(HMACSHA1.HashData(Derive(master, SrtpKeyLabel.RtpAuthentication, 20), authenticated)[..10], packet[^10..]);
#pragma warning restore CA5350
        Assert.True(cipher.TryOpenRtp(packet, 12, Ssrc, Index));
    }

    [Fact]
    public void GCM_is_as_RFC_7714_section_8_says()
    {
        using var master = new SrtpMasterKey(SrtpProfile.AeadAes128Gcm, _key, RandomNumberGenerator.GetBytes(12));
        using var cipher = SrtpCipher.Create(master, CipherEngine.Best);
        var plain = SrtpPair.Rtp(0x9876, Ssrc, payload: 33);
        byte[] packet = [.. plain, .. new byte[16]];

        cipher.SealRtp(packet, 12, Ssrc, Index);

        var nonce = Bytes(Number(Derive(master, SrtpKeyLabel.RtpSalt, 12)) ^ ((BigInteger)Ssrc << 48) ^ Index, 12);
        using var gcm = new AesGcm(Derive(master, SrtpKeyLabel.RtpEncryption, 16), 16);
        var (body, tag) = (new byte[33], new byte[16]);
        gcm.Encrypt(nonce, plain.AsSpan(12), body, tag, plain.AsSpan(0, 12));
        Assert.Equal([.. plain[..12], .. body, .. tag], packet);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(1UL << 16)]
    [InlineData(1UL << 32)]
    [InlineData(1UL << 47)]
    public void Another_index_opens_nothing(ulong difference)
    {
        foreach (var profile in new[] { SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80 })
        {
            using var master = new SrtpMasterKey(profile, _key, new byte[SrtpMasterKey.SaltLength(profile)]);
            using var cipher = SrtpCipher.Create(master, CipherEngine.Best);
            byte[] packet = [.. SrtpPair.Rtp(0x9876, Ssrc), .. new byte[cipher.TagLength]];
            cipher.SealRtp(packet, 12, Ssrc, Index);

            // the sequence number is in the packet, so counter mode's tag tells of the rollover counter alone
            if (difference >= 1 << 16 || profile == SrtpProfile.AeadAes128Gcm)
                Assert.False(cipher.TryOpenRtp([.. packet], 12, Ssrc, Index ^ difference), $"{profile}");
        }
    }

    static byte Keystream(SrtpMasterKey master, BigInteger iv, int at)
    {
        using var aes = Aes.Create();
        aes.Key = Derive(master, SrtpKeyLabel.RtpEncryption, 16);
        return aes.EncryptEcb(Bytes(iv + at / 16, 16), PaddingMode.None)[at % 16];
    }

    static byte[] Derive(SrtpMasterKey master, SrtpKeyLabel label, int length)
    {
        var key = new byte[length];
        SrtpKeyDerivation.Derive(master, label, key);
        return key;
    }

    static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = new byte[length];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, length - digits.Length);
        return bytes;
    }
}
