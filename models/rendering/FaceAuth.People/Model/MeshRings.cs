namespace FaceAuth.People.Model;

/// <summary>Numbers of the mesh's points around its openings, each ring in order.</summary>
internal static class MeshRings
{
    /// <summary>Points on the face; the ten after them are irises.</summary>
    public const int Points = 468;

    /// <summary>Rim of the person's right eye: outer corner, lower lid, inner corner, upper lid.</summary>
    public static ReadOnlySpan<ushort> RightEye => [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246];

    /// <summary>Rim of the person's left eye, as <see cref="RightEye"/>.</summary>
    public static ReadOnlySpan<ushort> LeftEye => [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466];

    /// <summary>Inner rim of the lips: corner on the picture's left, upper lip, other corner, lower lip.</summary>
    public static ReadOnlySpan<ushort> Mouth => [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95];
}
