using System.Security.Cryptography;
using FaceAuth.People.Filming;
using FaceAuth.People.Rendering;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Tests.Filming;

public sealed class SameBytesTests
{
    [Theory]
    [InlineData("live", "e3eeef8d486aadb6")]
    [InlineData("mask", "d836fc905329b564")]
    [InlineData("print", "3b632deefa0cfeb1")]
    [InlineData("replay", "d9e4276308a583c8")]
    public void A_picture_is_the_same_to_the_last_byte_on_every_machine(string kind, string sum)
    {
        var picture = Still(kind, 5);

        Assert.Equal(sum, Convert.ToHexStringLower(SHA256.HashData(picture.Samples))[..16]);
    }

    [Fact]
    public void A_picture_of_a_clip_depends_on_its_number_and_not_on_what_was_filmed_before()
    {
        var film = new Film(Casting.Clip("live", 3, 9, 5), 15);
        film.Take(0);
        film.Take(7);

        var later = film.Take(20);

        Assert.Equal(new Film(Casting.Clip("live", 3, 9, 5), 15).Take(20).Samples, later.Samples);
    }

    [Fact]
    public void Another_seed_gives_another_picture_of_the_same_person()
    {
        var (one, other) = (Casting.Still("live", 4, 5), Casting.Still("live", 4, 6));

        Assert.Equal(one.TruthAt(0).Identity, other.TruthAt(0).Identity);
        Assert.NotEqual(new Film(one).Take(0).Samples, new Film(other).Take(0).Samples);
    }

    static Picture Still(string kind, ulong seed) => new Film(Casting.Still(kind, 2, seed)).Take(0);
}
