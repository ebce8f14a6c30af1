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

    /// <summary>The camera at a time in seconds.</summary>
    public Camera At(double seconds) => Shake == 0 ? Camera : Camera with
    {
        ShakeX = Math.Clamp(Shake * Noise.Sway(seconds, (uint)Seed + 7, 0.5), -20, 20),
        ShakeY = Math.Clamp(Shake * Noise.Sway(seconds, (uint)Seed + 8, 0.6), -20, 20),
    };
}
