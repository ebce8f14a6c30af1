namespace FaceAuth.Media.Sctp;

/// <summary>What became of a fragment.</summary>
internal enum ReassemblyResult
{
    /// <summary>It is kept until the rest of its message comes.</summary>
    Kept,

    /// <summary>It completed its message.</summary>
    Complete,

    /// <summary>There is no room for it; it must come again.</summary>
    NoRoom,

    /// <summary>Its message is larger than allowed.</summary>
    TooLarge,

    /// <summary>It does not go with its neighbours.</summary>
    Inconsistent,
}
