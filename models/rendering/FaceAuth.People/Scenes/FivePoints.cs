namespace FaceAuth.People.Scenes;

/// <summary>A detector's five points from the mesh, as the product takes them.</summary>
/// <remarks>Eyes, tip of the nose, corners of the mouth; left and right are the picture's.</remarks>
internal static class FivePoints
{
    static readonly (int A, int B)[] Pairs = [(33, 133), (362, 263), (1, 4), (61, 61), (291, 291)];

    /// <summary>x, y of each, from x, y, z of the mesh's points.</summary>
    public static float[] Of(float[] mesh) =>
        [
            .. Pairs.SelectMany(
                pair => new[] { (mesh[3 * pair.A] + mesh[3 * pair.B]) / 2, (mesh[3 * pair.A + 1] + mesh[3 * pair.B + 1]) / 2 }),
        ];
}
