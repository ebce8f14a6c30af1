using FaceAuth.Media.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Decode;

public sealed class IvfReaderTests
{
    static readonly byte[] Clip = File.ReadAllBytes(Vectors.PathOf("vp8/odd.ivf"));

    [Fact]
    public async Task Reads_the_header_and_every_picture_with_its_time()
    {
        var ivf = await IvfReader.OpenAsync(new MemoryStream(Clip));
        var times = new List<double>();
        while (await ivf.ReadAsync()) times.Add(Math.Round(ivf.Timestamp.TotalSeconds * 30, 3));

        Assert.Equal(("VP80", 161, 121), (ivf.FourCc, ivf.Width, ivf.Height));
        Assert.Equal([0, 1, 2, 3], times);
        Assert.True(ivf.Picture.IsEmpty);
    }

    [Fact]
    public async Task Reads_the_same_from_a_pipe_that_gives_one_byte_at_a_time()
    {
        var ivf = await IvfReader.OpenAsync(new Dribble(Clip));
        var pictures = new List<byte[]>();
        while (await ivf.ReadAsync()) pictures.Add(ivf.Picture.ToArray());

        Assert.Equal(Ivf.Pictures("vp8/odd.ivf"), pictures);
    }

    [Fact]
    public async Task A_stream_that_ends_anywhere_but_between_pictures_is_an_error()
    {
        var ends = new HashSet<int> { 32 };
        for (var at = 32; at < Clip.Length;) ends.Add(at += 12 + BitConverter.ToInt32(Clip, at));

        for (var length = 0; length <= Clip.Length; length++)
        {
            var error = await Record.ExceptionAsync(async () =>
            {
                var ivf = await IvfReader.OpenAsync(new MemoryStream(Clip, 0, length));
                while (await ivf.ReadAsync()) { }
            });
            if (ends.Contains(length)) Assert.Null(error);
            else Assert.IsType<InvalidDataException>(error);
        }
    }

    [Fact]
    public async Task Spoiled_streams_give_invalid_data_and_no_other_error()
    {
        foreach (var spoiled in Mutations.Of(Clip, seed: 9, count: 3000))
        {
            var error = await Record.ExceptionAsync(async () =>
            {
                var ivf = await IvfReader.OpenAsync(new MemoryStream(spoiled));
                while (await ivf.ReadAsync()) { }
            });
            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
