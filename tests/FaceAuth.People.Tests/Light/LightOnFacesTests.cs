using FaceAuth.People.Attacks;
using FaceAuth.People.Filming;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Tests.Light;

/// <summary>What a page's colours leave on rendered people, prints and screens, lit as light falls and encoded as video is.</summary>
public sealed class LightOnFacesTests(ITestOutputHelper output)
{
    const ulong Person = 2;
    const float Share = 0.15f;   // of the light on the face: a laptop in a dim room

    // filmed once: rendering takes most of the time
    static readonly Lazy<LitFilm> Live = new(() => Film("live"));

    /// <summary>Paper takes light as a face does: the sequence tells recordings and screens, not prints.</summary>
    [Theory]
    [InlineData("live", true)]
    [InlineData("print", true)]
    [InlineData("replay", false)]
    public void A_face_and_paper_show_the_colours_and_a_screen_does_not(string kind, bool shows)
    {
        var machine = (kind == "live" ? Live.Value : Film(kind)).Shown(seed: 3);

        output.WriteLine($"{kind}: {machine.Agreement}");
        Assert.Equal(shows, machine.IsSeen);
    }

    [Fact]
    public void A_film_of_another_session_does_not_show_the_colours_of_this_one() =>
        Assert.Equal(1, Enumerable.Range(3, 300).Count(seed => Live.Value.Shown(seed).IsSeen));

    static LitFilm Film(string kind)
    {
        var surround = new Surround(Share);
        return LitFilm.Take(Scene(kind, surround), surround, seed: 3);
    }

    static IScene Scene(string kind, Surround surround)
    {
        var setting = Setting.Draw(Person) with { Surround = surround };
        if (kind == "live") return new LiveScene(setting, Casting.Sitting(Person, Person, 10));
        var shown = new LiveScene(Setting.Draw(Person + 71), Casting.Sitting(Person, Person + 71, 10));
        return new HeldScene(shown, setting, kind == "print");
    }
}
