namespace FaceAuth.People.People;

/// <summary>Hair cuts.</summary>
internal enum HairCut
{
    /// <summary>A few millimetres, skin shines through.</summary>
    Shaved,

    /// <summary>A centimetre.</summary>
    Short,

    /// <summary>Over the ears' upper edge.</summary>
    Medium,

    /// <summary>To the shoulders.</summary>
    Long,
}
