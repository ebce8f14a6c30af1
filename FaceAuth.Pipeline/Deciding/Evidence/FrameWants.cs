namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>Which of the dearer models the next picture needs. The others look at every picture with a face.</summary>
[Flags]
internal enum FrameWants
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Search the whole picture for faces instead of following the last one.</summary>
    Search = 1,

    /// <summary>Score live or attack.</summary>
    AntiSpoof = 2,

    /// <summary>Embed, if it passes the gate.</summary>
    Embed = 4,

    /// <summary>Embed a face that answers a challenge or closes its eyes, however it is turned and without a search.</summary>
    /// <remarks>It says whose answer that is, and nothing else.</remarks>
    Bind = 8,

    /// <summary>Read the light on the face.</summary>
    Light = 16,

    /// <summary>Only the mesh and the head's pose: light, sharpness and covers were judged in a picture shortly before.</summary>
    /// <remarks>They are judged all the same where the mesh shows closing eyes or anything else amiss.</remarks>
    Glance = 32,

    /// <summary>All that a picture needs that counts.</summary>
    All = Search | AntiSpoof | Embed,
}
