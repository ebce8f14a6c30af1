namespace FaceAuth.Store.Contracts;

/// <summary>Whose failed attempts a count is of.</summary>
public enum AttemptScope
{
    /// <summary>One subject's, by the subject's id.</summary>
    Subject,

    /// <summary>One user's, by the user's id: they outlive the faces that the user erases.</summary>
    Account,

    /// <summary>One relying party's with all its subjects, by the party's id.</summary>
    RelyingParty,

    /// <summary>One network address's, by its text; of that a keyed hash alone is stored.</summary>
    Address,
}
