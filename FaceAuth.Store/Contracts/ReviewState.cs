namespace FaceAuth.Store.Contracts;

/// <summary>How a review stands.</summary>
public enum ReviewState
{
    /// <summary>Somebody has to judge.</summary>
    Open,

    /// <summary>The decision was right, or not everybody said it was wrong.</summary>
    Upheld,

    /// <summary>The decision was wrong, said as many as have to.</summary>
    Overturned,
}
