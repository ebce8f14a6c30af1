using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Srtp;

public sealed class SrtpKeysTests
{
    [Theory]
    [InlineData((int)SrtpProfile.AeadAes128Gcm, 12)]
    [InlineData((int)SrtpProfile.Aes128CmHmacSha1Tag80, 14)]
    public void Exported_material_is_client_key_server_key_client_salt_server_salt(int profile, int salt)
    {
        var material = Enumerable.Range(0, 32 + 2 * salt).Select(i => (byte)i).ToArray();

        using var keys = SrtpKeys.FromExporter((SrtpProfile)profile, material);

        Assert.Equal(material[..16], keys.Client.Key.ToArray());
        Assert.Equal(material[16..32], keys.Server.Key.ToArray());
        Assert.Equal(material[32..(32 + salt)], keys.Client.Salt.ToArray());
        Assert.Equal(material[(32 + salt)..], keys.Server.Salt.ToArray());
        Assert.Throws<ArgumentException>(() => SrtpKeys.FromExporter((SrtpProfile)profile, new byte[material.Length - 1]));
    }

    [Fact]
    public void Disposing_clears_the_bytes()
    {
        var keys = SrtpKeys.FromExporter(SrtpProfile.AeadAes128Gcm, Enumerable.Repeat((byte)9, 56).ToArray());

        keys.Dispose();

        Assert.All(keys.Client.Key.ToArray(), octet => Assert.Equal(0, octet));
        Assert.All(keys.Server.Salt.ToArray(), octet => Assert.Equal(0, octet));
    }
}
