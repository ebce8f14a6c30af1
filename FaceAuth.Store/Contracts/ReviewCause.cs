namespace FaceAuth.Store.Contracts;

/// <summary>Why a decision is looked at again.</summary>
public enum ReviewCause
{
    /// <summary>Its person or relying party asked for it.</summary>
    Appealed,

    /// <summary>It was a close one.</summary>
    Doubtful,
}
