using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Scenes;

/// <summary>Where and with what a person is filmed.</summary>
/// <param name="Seed">Of the noise.</param>
/// <param name="Camera">The camera; its shake is added a picture.</param>
/// <param name="Light">The light.</param>
/// <param name="Room">The background.</param>
/// <param name="Sensor">What the camera makes of it.</param>
/// <param name="Shake">How much the camera moves, pixels; 0 on a stand.</param>
internal sealed record Setting(ulong Seed, Camera Camera, Lighting Light, Room Room, Sensor Sensor, float Shake)
{
    /// <summary>Draws one.</summary>
    public static Setting Draw(ulong seed, int width = 640, int height = 480)
    {
        var dice = new Dice(seed, "setting");
        var focal = width * dice.Between(0.95f, 1.25f);
        return new(
            seed, new(width, height, focal), Lighting.Draw(dice), Room.Draw(dice, width, height), Sensor.Draw(dice),
            dice.Happens(0.5f) ? dice.Between(0.5f, 3) : 0);
    }

    /// <summary>The page whose surround lights the person; null for none.</summary>
    public Surround? Surround { get; init; }

    /// <summary>The light at a time in seconds.</summary>
    public Lighting LightAt(double seconds) => Surround is null ? Light : Light with { Screen = Surround.At(seconds) };

    /// <summary>The room behind at a time in seconds, by a camera that has moved.</summary>
    public void View(double seconds, in Camera camera, Span<V3> picture)
    {
        Room.View(camera.ShakeX, camera.ShakeY, picture, camera.Width, camera.Height);
        if (Surround is null) return;
        var light = new V3(1, 1, 1) + Surround.At(seconds) * Surround.Behind;
        foreach (ref var pixel in picture) pixel *= light;
    }

    /// <summary>The camera at a time in seconds.</summary>
    public Camera At(double seconds) => Shake == 0 ? Camera : Camera with
    {
        ShakeX = Math.Clamp(Shake * Noise.Sway(seconds, (uint)Seed + 7, 0.5), -20, 20),
        ShakeY = Math.Clamp(Shake * Noise.Sway(seconds, (uint)Seed + 8, 0.6), -20, 20),
    };
}
