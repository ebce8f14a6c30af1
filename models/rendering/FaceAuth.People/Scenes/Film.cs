using FaceAuth.People.Numbers;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Scenes;

/// <summary>Films a scene: what reaches the camera through its sensor.</summary>
/// <param name="scene">What.</param>
/// <param name="rate">Pictures a second.</param>
internal sealed class Film(IScene scene, int rate = 30)
{
    /// <summary>The picture of a number, from 0.</summary>
    public Picture Take(int number)
    {
        var camera = scene.Setting.Camera;
        var light = new V3[camera.Width * camera.Height];
        scene.Draw(number / (double)rate, light);
        return scene.Setting.Sensor.Take(light, camera.Width, camera.Height, Dice.Mix(scene.Setting.Seed + (ulong)number));
    }

    /// <summary>What is true of it.</summary>
    public Truth TruthOf(int number) => scene.TruthAt(number / (double)rate);
}
