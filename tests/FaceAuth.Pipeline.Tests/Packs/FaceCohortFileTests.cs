using System.Text;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Tests.Packs;

public sealed class FaceCohortFileTests
{
    [Fact]
    public void Bytes_become_faces_of_length_one()
    {
        // 20 times (3, 4)
        var cohort = FaceCohortFile.Parse(Json(2, 0.1, [.. Enumerable.Range(0, 40).Select(i => (byte)(3 + i % 2))]), 2, "test");

        Assert.Equal(0.6f - 0.1f, cohort.Shift([1, 0]), 1e-5f);
        Assert.Equal(0, cohort.Shift([-1, 0]));
    }

    [Theory]
    [InlineData(3, 0.1, 60, "has faces of 3 floats, not 2")]
    [InlineData(2, 1.5, 40, "outside of −1 to 1")]
    [InlineData(2, 0.1, 41, "ends within a face")]
    [InlineData(2, 0.1, 38, "has 19 faces")]
    public void What_is_no_cohort_for_the_embedder_is_refused(int length, double usual, int bytes, string said)
    {
        var fault = Assert.Throws<ModelException>(() => FaceCohortFile.Parse(Json(length, usual, new byte[bytes]), 2, "test"));

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mobilefacenet_128d")]
    [InlineData("w600k_mbf")]
    [InlineData("w600k_mbf_dequant")]
    public void The_cohorts_that_the_manifest_names_lie_beside_it(string model)
    {
        var path = ModelManifest.DefaultPath;

        var cohort = FaceCohortFile.Read(ModelManifest.Read(path).Model(model), path);

        Assert.NotNull(cohort);
    }

    static byte[] Json(int length, double usual, byte[] faces) => Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $$"""{"length":{{length}},"usual":{{usual}},"from":"a test","faces":"{{Convert.ToBase64String(faces)}}"}"""));
}
