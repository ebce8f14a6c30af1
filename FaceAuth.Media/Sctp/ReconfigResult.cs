namespace FaceAuth.Media.Sctp;

/// <summary>Answers to a RE-CONFIG request (RFC 6525 §4.4).</summary>
internal enum ReconfigResult : uint
{
    /// <summary>Nothing was to be done.</summary>
    NothingToDo = 0,

    /// <summary>Done.</summary>
    Performed = 1,

    /// <summary>Not wanted.</summary>
    Denied = 2,

    /// <summary>A stream number that does not exist.</summary>
    WrongStream = 3,

    /// <summary>Another request is being worked on.</summary>
    AlreadyInProgress = 4,

    /// <summary>Not the sequence number that was expected.</summary>
    BadSequenceNumber = 5,

    /// <summary>Data sent before the reset is still missing; ask again.</summary>
    InProgress = 6,
}
