namespace FaceAuth.Pipeline.Deciding;

/// <summary>What a picture says about the one face that is followed.</summary>
internal enum TrackStep
{
    /// <summary>No face is followed and there is none.</summary>
    Nothing,

    /// <summary>The same face, or the first one.</summary>
    Held,

    /// <summary>The face is missing or not alone, for so short a time that it is forgiven; the picture does not count.</summary>
    Missed,

    /// <summary>The face has gone, is elsewhere at once or has company.</summary>
    /// <remarks>All evidence is void, but for what the attack detection saw of the person, who may come back.</remarks>
    Lost,

    /// <summary>It is somebody else's: that is void, too.</summary>
    Replaced,
}
