using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Tests.Packs;

/// <summary>What a face that many are alike to is held to.</summary>
public sealed class FaceCohortTests
{
    const int Length = 8;

    [Fact]
    public void A_face_that_strangers_are_alike_to_loses_as_much_as_they_are_above_what_is_usual()
    {
        // 20 faces at a cosine of 0.6 to the probe, 20 at 0.1
        var cohort = new FaceCohort([.. Faces(20, 0.6f), .. Faces(20, 0.1f)], Length, usual: 0.2f);

        Assert.Equal(0.4f, cohort.Shift(Probe), 1e-5f);
    }

    [Fact]
    public void Only_the_nearest_count_in_whatever_order_they_come()
    {
        var rising = new FaceCohort([.. Enumerable.Range(0, 40).SelectMany(i => Faces(1, i / 100f))], Length, usual: 0);
        var falling = new FaceCohort([.. Enumerable.Range(0, 40).SelectMany(i => Faces(1, (39 - i) / 100f))], Length, usual: 0);

        Assert.Equal(0.295f, rising.Shift(Probe), 1e-5f);   // the mean of 0.20 to 0.39
        Assert.Equal(0.295f, falling.Shift(Probe), 1e-5f);
    }

    [Fact]
    public void A_face_like_nobodys_gains_nothing()
    {
        var cohort = new FaceCohort([.. Faces(30, -0.5f)], Length, usual: 0.2f);

        Assert.Equal(0, cohort.Shift(Probe));
    }

    static float[] Probe => [1, 0, 0, 0, 0, 0, 0, 0];

    static IEnumerable<float> Faces(int count, float cosine) =>
        Enumerable.Repeat((float[])[cosine, MathF.Sqrt(1 - cosine * cosine), 0, 0, 0, 0, 0, 0], count).SelectMany(face => face);
}
