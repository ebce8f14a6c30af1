namespace FaceAuth.Store.Contracts;

/// <summary>What became of a judgement.</summary>
public enum ReviewAnswer
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>There is no such review.</summary>
    Unknown,

    /// <summary>The review is over.</summary>
    Closed,

    /// <summary>This account has judged already, and somebody else has to.</summary>
    Judged,
}
