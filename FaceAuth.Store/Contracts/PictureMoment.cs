namespace FaceAuth.Store.Contracts;

/// <summary>Why a picture of a session was taken out for who judges its decision.</summary>
public enum PictureMoment
{
    /// <summary>The first with one sharp face; the first of all where there was none.</summary>
    First,

    /// <summary>Somewhere between.</summary>
    Middle,

    /// <summary>The live score or the similarity fell.</summary>
    Fell,

    /// <summary>The last before the decision.</summary>
    Last,
}
