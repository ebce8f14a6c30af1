using FaceAuth.People.Attacks;
using FaceAuth.People.Filming;
using FaceAuth.People.Scenes;

namespace FaceAuth.People.Tests.Light;

public sealed class LightOnFacesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("live", 0.1f)]
    [InlineData("live", 0.2f)]
    [InlineData("print", 0.2f)]
    [InlineData("replay", 0.2f)]
    public void Measure(string kind, float share)
    {
        var seen = 0;
        const int People = 3;
        for (var i = 1; i <= People; i++)
        {
            var surround = new Surround(share);
            var machine = LitFilm.Take(Scene(kind, (ulong)i, surround), surround, 100 + i).Shown(100 + i);
            if (machine.IsSeen) seen++;
            output.WriteLine($"{kind} {share} {i}: seen {machine.IsSeen} {machine.Agreement} shading {machine.Shading:F2}");
        }

        output.WriteLine($"{kind} {share}: {seen} of {People}");
    }

    static IScene Scene(string kind, ulong seed, Surround surround)
    {
        var setting = Setting.Draw(seed) with { Surround = surround };
        if (kind == "live") return new LiveScene(setting, Casting.Sitting(seed, seed, 10));
        return new HeldScene(new LiveScene(Setting.Draw(seed + 71), Casting.Sitting(seed, seed + 71, 10)), setting, kind == "print");
    }
}
