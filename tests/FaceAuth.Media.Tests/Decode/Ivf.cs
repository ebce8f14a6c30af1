using FaceAuth.Media.Decode;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Decode;

/// <summary>Reads the IVF vectors whole.</summary>
static class Ivf
{
    public static List<byte[]> Pictures(string vector)
    {
        using var file = File.OpenRead(Vectors.PathOf(vector));
        var ivf = IvfReader.OpenAsync(file).AsTask().GetAwaiter().GetResult();
        var pictures = new List<byte[]>();
        while (ivf.ReadAsync().AsTask().GetAwaiter().GetResult()) pictures.Add(ivf.Picture.ToArray());
        return pictures;
    }
}
