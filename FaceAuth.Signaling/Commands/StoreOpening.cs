namespace FaceAuth.Signaling.Commands;

/// <summary>How a command's work finds the store.</summary>
internal enum StoreOpening
{
    /// <summary>Open; where there is none, the command ends: a mistyped setting is no wish for a new store.</summary>
    Present,

    /// <summary>Open, and made where there was none.</summary>
    Made,

    /// <summary>Closed: the work sees to it itself.</summary>
    Closed,
}
