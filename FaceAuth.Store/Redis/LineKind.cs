namespace FaceAuth.Store.Redis;

/// <summary>What a message between nodes is.</summary>
internal enum LineKind : byte
{
    /// <summary>Wants an answer.</summary>
    Question = 1,

    /// <summary>Is one.</summary>
    Answer = 2,

    /// <summary>Looks whether anybody listens.</summary>
    Call = 3,
}
