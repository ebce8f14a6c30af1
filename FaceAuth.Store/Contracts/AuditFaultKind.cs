namespace FaceAuth.Store.Contracts;

/// <summary>What is wrong with an audit chain.</summary>
public enum AuditFaultKind
{
    /// <summary>An entry, a checkpoint or the chain's head is not as it was written.</summary>
    Altered = 0,

    /// <summary>An entry or a checkpoint is not there.</summary>
    Missing = 1,

    /// <summary>An entry is as it was written, but in another place.</summary>
    Reordered = 2,

    /// <summary>Two histories: an entry that does not follow the one before it, or two in one place.</summary>
    Forked = 3,

    /// <summary>The last entries are gone: a checkpoint or the chain's head names one that is not there.</summary>
    Truncated = 4,

    /// <summary>A checkpoint's signature does not hold, or its key is not one that is trusted.</summary>
    BadSignature = 5,

    /// <summary>A sealed address does not open: it was sealed under another master key.</summary>
    AddressDoesNotOpen = 6,

    /// <summary>The head was altered, removed or put back in the database: what stood last before that may be gone.</summary>
    HeadAltered = 7,
}
