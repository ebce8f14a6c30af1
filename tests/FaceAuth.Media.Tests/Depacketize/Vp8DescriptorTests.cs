using FaceAuth.Media.Depacketize;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Depacketize;

public sealed class Vp8DescriptorTests
{
    [Theory]
    [InlineData("10 AA", 1, true, 0, null, null, null, null)]
    [InlineData("00 AA", 1, false, 0, null, null, null, null)]
    [InlineData("12 AA", 1, true, 2, null, null, null, null)]
    [InlineData("90 80 7F AA", 3, true, 0, 0x7F, null, null, null)]
    [InlineData("90 80 FF FF AA", 4, true, 0, 0x7FFF, null, null, null)]
    [InlineData("90 40 05 AA", 3, true, 0, null, 5, null, null)]
    [InlineData("90 20 C0 AA", 3, true, 0, null, null, 3, null)]
    [InlineData("90 10 DF AA", 3, true, 0, null, null, null, 31)]
    [InlineData("90 F0 81 02 07 65 AA", 6, true, 0, 0x102, 7, 1, 5)]
    [InlineData("90 00 AA", 2, true, 0, null, null, null, null)]
    public void Reads_every_optional_field(
        string hex, int length, bool starts, int partition, int? picture, int? baseLayer, int? layer, int? key)
    {
        Assert.True(Vp8Descriptor.TryRead(Bytes(hex), out var descriptor));

        Assert.Equal(
            (length, starts, partition, picture, baseLayer, layer, key),
            (descriptor.Length, descriptor.StartsPartition, descriptor.PartitionIndex, descriptor.PictureId, descriptor.BaseLayerIndex,
                descriptor.TemporalLayer, descriptor.KeyframeIndex));
        Assert.Equal(starts && partition == 0, descriptor.StartsPicture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("90 80")]
    [InlineData("90 80 7F")]
    [InlineData("90 80 FF FF")]
    [InlineData("90 F0 81 02 07")]
    [InlineData("90 F0 81 02 07 65")]
    public void Refuses_a_descriptor_that_leaves_no_picture_bytes(string hex) => Assert.False(Vp8Descriptor.TryRead(Bytes(hex), out _));

    [Theory]
    [InlineData("10 02 00 9D 01 2A 40 01 F0 00", true, true, 16, 320, 240)]
    [InlineData("10 02 00 9D 01 2A 40 C1 F0 80", true, true, 16, 320, 240)]
    [InlineData("11 02 00", false, true, 16, 0, 0)]
    [InlineData("01 02 00", false, false, 16, 0, 0)]
    public void Reads_the_head_of_a_picture(string hex, bool key, bool shown, int firstPartition, int width, int height)
    {
        Assert.True(Vp8FrameHeader.TryRead(Bytes(hex), out var header));

        Assert.Equal(new Vp8FrameHeader(key, shown, firstPartition, (ushort)width, (ushort)height), header);
    }

    [Theory]
    [InlineData("11 02")]
    [InlineData("10 02 00 9D 01 2A 40 01 F0")]
    [InlineData("10 02 00 9D 01 2B 40 01 F0 00")]
    [InlineData("10 02 00 9D 01 2A 00 00 F0 00")]
    [InlineData("18 02 00 9D 01 2A 40 01 F0 00")]
    public void Refuses_what_is_not_the_head_of_a_vp8_picture(string hex) => Assert.False(Vp8FrameHeader.TryRead(Bytes(hex), out _));

    [Theory]
    [InlineData(1)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void Pictures_cut_into_payloads_join_to_the_same_bytes(int size)
    {
        var picture = new byte[size];
        new Random(size).NextBytes(picture);
        var packetizer = new Vp8Packetizer(0x7FFF);
        var pool = new CodedPicturePool(1, 100_000);
        Assert.True(pool.TryRent(out var joined));
        var count = Vp8Packetizer.Count(size, 100);

        for (var i = 0; i < count; i++)
        {
            var payload = new byte[100];
            var length = packetizer.Write(picture, i, count, payload);
            Assert.True(Vp8Descriptor.TryRead(payload.AsSpan(0, length), out var descriptor));
            Assert.Equal((i == 0, (ushort?)0x7FFF), (descriptor.StartsPicture, descriptor.PictureId));
            Assert.True(new Vp8Depacketizer().TryAppend(payload.AsSpan(0, length), joined));
        }

        Assert.Equal(picture, joined.Data.ToArray());
        joined.Dispose();
        packetizer.Next();
        var next = new byte[100];
        packetizer.Write(picture, 0, count, next);
        Assert.Equal(0x80, next[2]);
    }

    [Fact]
    public void Never_throws_whatever_comes()
    {
        var depacketizer = new Vp8Depacketizer();

        foreach (var hostile in Mutations.Of(Bytes("90 F0 81 02 07 65 10 02 00 9D 01 2A 40 01 F0 00 01 02"), seed: 2, count: 20_000))
            depacketizer.TryInspect(hostile, out _);
    }

    static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
