namespace FaceAuth.Pipeline.Scheduling;

/// <summary>What became of a picture at the door.</summary>
internal enum DoorAnswer
{
    /// <summary>It waits.</summary>
    Waiting,

    /// <summary>It waits in the place of an older one, which was dropped.</summary>
    TookAnothersPlace,

    /// <summary>It was dropped: it came sooner after the last one than another is needed.</summary>
    Spared,

    /// <summary>It was dropped: the door is closed.</summary>
    Closed,
}
