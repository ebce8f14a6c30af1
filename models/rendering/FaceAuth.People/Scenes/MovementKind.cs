namespace FaceAuth.People.Scenes;

/// <summary>What a person can do.</summary>
internal enum MovementKind
{
    /// <summary>Turn, degrees to the own left.</summary>
    Yaw,

    /// <summary>Nod, degrees up.</summary>
    Pitch,

    /// <summary>Open the mouth.</summary>
    MouthOpen,

    /// <summary>Smile.</summary>
    Smile,

    /// <summary>Come closer, cm.</summary>
    Closer,
}
